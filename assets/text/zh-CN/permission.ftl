# 集群由谁构建
driver-heat = Heat 驱动
driver-capi-helm = Cluster API 驱动（capi-helm）
driver-magnum-cluster-api = Cluster API 驱动（magnum-cluster-api）
driver-unknown = 未知驱动
# 为何不能执行
reason-locked = 该云在本程序中设为只读
reason-reader-only = 您在此项目中的角色是“reader”，只能查看，不能更改。请申请“member”角色
reason-foreign-project = 它属于另一个项目，而不是您当前登录的项目
reason-not-owner = 只有创建该集群的用户才能执行此操作
reason-too-old = Magnum 版本过旧：此操作需要 API 1.{ $needs }，当前为 1.{ $has }
reason-driver = 该集群的{ $driver }不支持此操作
reason-heat-upgrade = 自 18.0 起，Magnum 不再支持升级 Heat 驱动的集群。请用较新的模板创建新集群，再迁移工作负载
reason-ca-would-break = 该集群的驱动会拒绝此操作，但 Magnum 会先更换 CA：此后获取的所有 kubeconfig 都将无法使用
reason-driver-not-proven = 无法确定该集群是否由 Heat 栈构建。若是其他驱动，Magnum 会在驱动拒绝之前更换 CA，所有 kubeconfig 都将无法使用
reason-busy = 该集群正在进行其他变更：{ $status }。请等待其结束
reason-being-deleted = 该集群正在删除
reason-failed = 该集群当前的状态不允许 Magnum 执行此变更：{ $status }
reason-no-api = 该集群的 Kubernetes API 还没有地址
reason-no-tls = 该集群不使用 TLS，因此没有证书颁发机构
reason-default-group = 默认节点组只能随集群一起删除
reason-master-group = 标签和污点只用于工作节点组
