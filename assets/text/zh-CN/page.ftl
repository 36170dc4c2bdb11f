# 集群页面
page-back = 集群
page-tab-summary = 概要
page-tab-topology = 拓扑
page-tab-resources = 资源
page-tab-timeline = 时间线
page-tab-inside = Kubernetes
page-tab-access = 访问
page-refresh = 刷新
page-delete = 删除…
page-delete-gone = 集群已不存在
page-delete-running = 集群正在删除
page-loading = 正在向 Magnum 查询该集群
page-loading-parts = 正在向 Heat 和 Nova 查询其组成
page-loading-events = 正在向 Heat 查询其事件
page-gone = 该集群已不存在
page-gone-since = { $ago }发现，时间 { $time }。显示的是最后已知的内容。
page-version = 版本 { $version }
page-age = 创建于 { $ago }

# 失败原因
page-failed-create = 该集群创建失败
page-failed-update = 该集群的上一次变更失败
page-failed-delete = 该集群删除失败
page-stuck-here = 该集群没有进展
page-fact-volume-means = 每个节点都有一个该大小的 Cinder 卷，用于容器镜像
page-fact-floating-means = 每个节点是否有可从外部访问的地址
page-fact-balancer-means = Kubernetes API 是否位于负载均衡器之后
page-fact-timeout-means = 超过该时间，Magnum 视为创建失败
page-failed-other = 对该集群的上一次操作失败
page-see-resources = 查看资源
page-unhealthy = Magnum 认为该集群不健康

# 变更的进展
page-build-count = 已完成 { $complete } / { $total } 个资源
page-build-elapsed = 已运行 { $span }
page-build-limit = Magnum 在 { $span }后放弃
page-build-overdue = 已超过 Magnum 放弃的时限 { $span }
page-build-busy = 正在处理 { $what }
page-build-busy-more = 正在处理 { $what } 以及另外 { $n } 个
page-build-latest = 最新说明
page-build-groups = 集群就绪后还要创建节点组：{ $what }。由本程序创建；如果先关闭程序，下次打开此项目时继续

# 概要
page-section-identity = 标识
page-section-api = API 与地址
page-section-size = 规模
page-section-groups = 节点组
page-section-network = 网络
page-section-versions = 版本
page-section-health = 健康状态
page-health-none = Magnum 尚未检查
page-health-untold = { $health }；Magnum 未给出原因
page-section-labels = 标签
page-section-times = 时间
page-fact-name = 名称
page-fact-id = 集群 ID
page-fact-template = 集群模板
page-fact-project = 项目
page-fact-owner = 所有者
page-fact-owner-you = { $user }（您）
page-fact-keypair = 密钥对
page-fact-stack = Heat 栈
page-fact-identity = Cluster API 名称
page-fact-api = API 地址
page-fact-discovery = etcd 发现地址
page-fact-masters-at = 主节点地址
page-fact-workers-at = 工作节点地址
page-fact-masters = 主节点
page-fact-workers = 工作节点
page-fact-master-flavor = 主节点实例类型
page-fact-flavor = 工作节点实例类型
page-fact-volume = 每节点卷
page-fact-network = 网络
page-fact-subnet = 子网
page-fact-floating = 浮动 IP
page-fact-balancer = 负载均衡
page-fact-coe = 编排引擎
page-fact-container = 容器运行时
page-fact-timeout = 创建时限
page-fact-created = 创建时间
page-fact-updated = 更新时间
page-new-network = 为该集群新建
page-no-limit = 无
page-api-none = 暂无
page-groups-none = 该 Magnum 版本过旧，无法列出节点组
page-group-name = 节点组
page-group-role = 角色
page-group-nodes = 节点数
page-group-limits = 范围
page-group-from = 至少 { $min }
page-group-range = { $min } 至 { $max }
page-group-flavor = 实例类型
page-group-image = 镜像
page-group-status = 状态
page-labels-none = 没有标签
page-label-name = 标签
page-label-value = 值
page-label-origin = 来源
page-label-template = 模板
page-label-overridden = 本集群，替代模板的 { $value }
page-label-overridden-plain = 本集群，替代模板的值
page-label-added = 本集群
page-label-skipped = 模板，此处未采用
page-label-meaning = 作用
page-label-elsewhere = 此处不起作用：由其他驱动读取，本驱动不读取
page-label-nowhere = 作用未知：没有已知的驱动读取它
page-with-moment = { $moment }，{ $ago }

# 资源
page-resources-none = 该集群没有 Heat 栈
page-resources-none-text = Cluster API 驱动不使用 Heat。集群的组成见“拓扑”页。
page-resources-not-yet = Heat 尚未开始
page-resources-not-yet-text = Magnum 请求 Heat 创建栈之后，资源会立即显示在这里
page-resources-unread = 无法查询 Heat
page-resource-name = 资源
page-resource-path = 路径
page-resource-kind = 类型
page-resource-status = 状态
page-resource-id = 物理 ID
page-resource-reason = 原因
page-resource-updated = 更新时间

# 时间线
page-events-none = 没有事件
page-events-none-text = 事件由 Heat 按栈保存；Cluster API 集群没有栈，过旧的事件会被清除
page-event-time = 时间
page-event-resource = 资源
page-event-stack = 栈
page-event-status = 状态
page-event-reason = 原因
page-events-table = 事件
page-events-bars = 创建过程
page-bar = { $resource }，{ $status }，{ $span }
page-bars-none = 从事件中看不出创建过程

# 耗时过长的删除
page-stuck = 删除耗时比通常更长：{ $span }。Magnum 的驱动可能已卡住；可请云的运维人员查看。
page-stuck-leftovers = 仍然存在：{ $what }

# API 是否可达
page-fact-reach = 从本机
page-reach-try = 测试是否可达
page-reach-means = 从本机建立一次连接，不登录
page-reach-trying = 正在尝试连接
page-reach-open = 接受连接，耗时 { $millis } 毫秒
page-reach-no-address = 这不是可以连接的地址
page-reach-advice = { $advice }。本页的 OpenStack 部分不受影响

# 我们的请求

page-stage-network = 网络
page-stage-balancer = 负载均衡器
page-stage-first-master = 首个主节点
page-stage-masters = 全部主节点
page-stage-api = Kubernetes API
page-stage-workers = 工作节点
page-stage-complete = 完成
page-stage-ahead = 尚未出现
page-stage-running = 进行中
page-stage-done = 已完成
page-stage-failed = 失败
page-stage-waiting = 正在等待：{ $stage }
page-build-usual = 通常用时{ $estimate }
page-build-longer = 已超过以往 { $builds } 次创建的最长用时 { $longest }
page-build-never-ends = 已超过要求的 { $span }；Cluster API 会继续，不会自行放弃
page-group-there = 实有
page-group-differs = Magnum 记录的数量与实际服务器数不一致
page-group-autoscaled = 自动伸缩
