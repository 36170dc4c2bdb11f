# The topology: kinds, relations, facts

# 其他页面没有的种类
topology-kind-external-network = 外部网络
topology-kind-other = 其他资源
topology-kind-stack = 堆栈
topology-kind-script = 脚本
topology-kind-plumbing = 辅助资源
topology-relation-needed-by = 被等待
topology-relation-needs = 等待

# 两种视角
topology-lens-infrastructure = 基础设施
topology-lens-orchestration = 编排
topology-lens-infrastructure-hint = 资源如何连接 (1)
topology-lens-orchestration-hint = Heat 如何构建：嵌套堆栈以及等待关系 (2)
topology-lens-no-stack = 没有可显示的 Heat 堆栈：此集群由 Cluster API 构建，或 Heat 未说明

# 整幅图
topology-name = 拓扑
topology-waiting = 正在了解集群的组成
topology-empty = 没有可绘制的内容
topology-empty-text = 云中没有列出属于此集群的任何资源。
topology-from-inventory = Heat 未说明此集群的组成；此图来自其他服务的列表。
topology-gaps = 以下服务无法查询，图中可能缺少部分内容：{ $services }
topology-failed-elsewhere = { $resource } 失败：{ $reason }
topology-ambiguous = 有多个堆栈符合此集群的名称，因此不作认定：{ $stacks }

topology-aborted = 已中止
topology-aborted-because = 因以下资源最先失败而中止：
topology-failed-first-of = { $name } 最先失败
topology-failed-of = { $name } 失败
topology-told-by-heat = { $count } 个资源，来自 Heat 和各服务
topology-told-by-inventory = { $count } 个资源，仅来自各服务的列表
topology-purpose-service = Kubernetes 服务
topology-purpose-volume = 持久卷

# 过去的图
topology-time = 重放构建过程
topology-time-nothing = 还没有可以重放的事件
topology-time-play = 播放
topology-time-pause = 暂停
topology-time-back = 上一个事件
topology-time-on = 下一个事件
topology-time-slider = 时间
topology-time-now = 现在
topology-time-to-now = 回到现在
topology-time-later = 尚未创建
gantt-only-critical = 仅显示关键路径
gantt-critical = { $step }；位于关键路径上

# 操作
topology-search = 在图中查找
topology-fit = 显示全部 (0)
topology-zoom-in = 放大 (+)
topology-zoom-out = 缩小 (−)
topology-zoom-to = 缩放到此处
topology-unfold-all = 全部展开
topology-fold-all = 全部折叠
topology-fold-by-size = 折叠较大的部分
topology-arrange-anew = 重新排列
topology-legend = 图例与筛选
topology-more = 更多
topology-copy-dot = 复制为 Graphviz (DOT)
topology-copy-id = 复制 ID
topology-copy-name = 复制名称
topology-copy-address = 复制地址
topology-unfold = 展开 { $name }
topology-fold = 折叠 { $name }
topology-matches = 找到 { $count } 个
topology-minimap = 缩略图

# 卡片的读法
topology-spoken = { $kind } { $name }，{ $status }
topology-spoken-plain = { $kind } { $name }
topology-spoken-group = { $kind }组 { $name }，{ $count } 个，{ $status }
topology-times = ×{ $count }
topology-gone = 已不存在
topology-gone-from = Heat 中有此资源，但 { $service } 未列出。

# 检查器
topology-status = 状态
topology-health = 健康
topology-node-group = 节点组
topology-role = 角色
topology-kind = 种类
topology-full-name = 名称
topology-relations = 相连
topology-members = 成员
topology-reason = 原因
topology-more-members = 另有 { $count } 个

# 关系
topology-relation-gateway-of = 作为网关
topology-relation-gateway = 网关
topology-relation-interface = 接口所在
topology-relation-router = 路由器
topology-relation-contains = 包含
topology-relation-within = 属于
topology-relation-addresses = 分配地址给
topology-relation-subnet = 子网
topology-relation-port = 端口
topology-relation-port-of = 端口属于
topology-relation-leads-to = 通向
topology-relation-reached-by = 可经由
topology-relation-listens = 监听器
topology-relation-balancer = 负载均衡器
topology-relation-sends-to = 发送到
topology-relation-fed-by = 来源
topology-relation-member = 成员
topology-relation-member-of = 成员属于
topology-relation-attached-to = 挂载到
topology-relation-volume = 卷
topology-relation-protects = 保护
topology-relation-protected-by = 受保护于
topology-relation-groups = 编组
topology-relation-grouped-by = 服务器组

# 属性
topology-fact-id = ID
topology-fact-ready = 健康检查
topology-fact-task = 任务
topology-fact-fixed-address = 地址
topology-fact-floating-address = 外部地址
topology-fact-flavor = 实例类型
topology-fact-vcpus = VCPU
topology-fact-memory = 内存
topology-fact-image = 镜像
topology-fact-key-pair = 密钥对
topology-fact-availability-zone = 可用域
topology-fact-created-at = 创建时间
topology-fact-cidr = 地址范围
topology-fact-gateway = 网关
topology-fact-dns-servers = DNS 服务器
topology-fact-shared = 共享
topology-fact-mac = MAC 地址
topology-fact-device-owner = 使用者
topology-fact-description = 描述
topology-fact-rule-count = 规则数
topology-fact-policy = 策略
topology-fact-member-count = 成员数
topology-fact-provider = 提供者
topology-fact-protocol = 协议
topology-fact-port-number = 端口号
topology-fact-algorithm = 算法
topology-fact-provisioning-status = 置备状态
topology-fact-operating-status = 运行状态
topology-fact-size = 大小
topology-fact-volume-type = 卷类型
topology-fact-device = 设备
topology-fact-bootable = 可启动
topology-fact-tags = 标签
topology-fact-heat-name = Heat 中的名称
topology-fact-heat-type = Heat 中的类型
topology-fact-heat-status = Heat 中的状态
topology-fact-heat-stack = 堆栈
