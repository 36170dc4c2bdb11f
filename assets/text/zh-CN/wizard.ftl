# 创建表单
wizard-title = 创建集群
wizard-steps = 步骤
wizard-step-template = 模板
wizard-step-basics = 名称与密钥对
wizard-step-size = 规模
wizard-step-review = 确认
wizard-back = 上一步
wizard-next = 下一步
wizard-discard = 放弃
wizard-create = 创建集群
wizard-create-blocked = 还需完成：{ $what }
wizard-create-sent = 请求已发出；只会发送一次
wizard-create-no-data = 模板尚未取得
wizard-issue = { $field }：{ $reason }

# 模板
wizard-template-loading = 正在向 Magnum 查询模板
wizard-template-none = 没有模板
wizard-template-none-text = 需要有人在该项目中创建集群模板，或将模板共享给该项目
wizard-template-choose = 选择模板 { $name }
wizard-template-image = 镜像
wizard-template-network = 网络驱动
wizard-template-balancer = 负载均衡
wizard-template-flavors = 实例类型
wizard-template-volume = 卷
wizard-template-public = 公有
wizard-template-hidden = 隐藏
wizard-template-floating = 浮动 IP
wizard-template-external = 外部网络

# 基本信息
wizard-name-hint = web-staging
wizard-name-rule = 字母、数字、“-”、“_”和“.”；以字母开头；以后不能修改
wizard-keypair-rule = 用于通过 SSH 登录节点；以后不能修改
wizard-keypair-none-known = 此处没有已知的密钥对；请输入名称
wizard-inherit = 模板的：{ $value }
wizard-inherit-none = 模板未指定
wizard-catalog-loading = 正在查询实例类型和密钥对
wizard-catalog-gap = 无法查询 { $service }；请手工输入名称

# 规模
wizard-masters-rule = 试用一个即可，三个可以容忍一个失效；以后不能修改
wizard-workers-rule = 运行您的工作负载；以后可以修改
wizard-flavor-facts = { $vcpus } vCPU，{ $ram }，磁盘 { $disk }
wizard-balancer-rule = 把对 Kubernetes API 的访问分配到各主节点；多个主节点时必须有；以后不能修改
wizard-balancer-with = 使用
wizard-balancer-without = 不使用
wizard-timeout = 创建时限
wizard-timeout-rule = 分钟；0 表示不限
wizard-totals = 合计
wizard-total-servers = 服务器
wizard-total-vcpus = vCPU
wizard-total-ram = 内存
wizard-total-disk = 根磁盘
wizard-total-volumes = 卷
wizard-total-clusters = 集群
wizard-total-volume-size = 卷容量
wizard-total-balancers = 负载均衡器
wizard-total-floating = 浮动 IP
wizard-total-networks = 网络
wizard-total-subnets = 子网
wizard-total-routers = 路由器
wizard-total-ports = 端口
wizard-total-security-groups = 安全组
wizard-total-server-groups = 服务器组
wizard-total-listeners = 监听器
wizard-total-pools = 资源池
wizard-bill-left = { $needed }，剩余 { $left }
wizard-bill-short = { $needed }，只剩 { $left }
wizard-bill-unlimited = { $needed }，不限
wizard-bill-unchecked = { $needed }，配额未检查
wizard-bill-gap = 无法向 { $services } 查询配额
wizard-bill-too-much = 超出剩余配额：Magnum 会开始创建，但创建会失败
wizard-partial = 至少；有一个实例类型在此未知

# 确认
wizard-review-what = 将要创建的内容
wizard-review-where = 位置
wizard-times = { $count } × { $flavor }
wizard-flavor-unknown = 未指定实例类型
wizard-command = 等效的命令行
wizard-command-blocked = 全部填写之后显示命令

# 不能创建信任的登录
wizard-no-trusts = 用此登录无法创建集群：其应用凭证受限，而 Magnum 需要信任（trust），只有不受限的凭证才能授予
wizard-no-trusts-first = 用“--unrestricted”创建应用凭证，并用它登录
wizard-no-trusts-second = 改用用户名和密码登录
wizard-no-trusts-third = 请登录不受限的人创建集群；之后您可以用此登录管理它

# 提交之后
wizard-sending = 正在向 Magnum 发送请求
wizard-unclear = 应答丢失。请求可能已生效，正在查找该集群
wizard-unclear-until = 查找到 { $time } 为止；不会再次发送
wizard-lost = 无法确定集群是否已创建：应答丢失，也没有出现这样的集群
wizard-lost-advice = 请先查看集群列表。如果确实没有，可以再次发送请求；如果它之后才出现，就会有两个集群。
wizard-refused = Magnum 没有创建该集群
wizard-look = 查看集群
wizard-check-again = 再次查找
wizard-send-again = 再次发送
wizard-other-cloud = 请求已发往 { $scope }
