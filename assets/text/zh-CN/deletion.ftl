# 删除确认
deletion-title = 删除集群 { $name }？
deletion-cannot = 此操作无法撤销
deletion-cloud = 云
deletion-project = 项目
deletion-region = 区域
deletion-cluster = 集群
deletion-id = 集群 ID
deletion-vanishes = 将会消失的内容
deletion-count = { $kind }：{ $n }
deletion-masters = 主节点：{ $n }
deletion-workers = 工作节点：{ $n }
deletion-unknown = 该集群的负载均衡器、地址和卷尚不清楚
deletion-stays = Kubernetes 为工作负载创建的卷可能会保留，并继续占用配额
deletion-button = 删除集群
deletion-sent = 请求已发出；只会发送一次
