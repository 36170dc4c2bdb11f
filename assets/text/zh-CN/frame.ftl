# 每个页面的外框
frame-title = Magnum Desktop
frame-other-cloud = 打开其他云…
frame-signed-in-as = 已以 { $user } 登录，角色：{ $roles }
frame-unchecked = 未校验证书
frame-unchecked-help = 通信路径上的任何人都可以读取和篡改本程序与云之间的内容。去掉 verify: false 或 --insecure 即可恢复校验。
frame-refresh = 刷新
frame-refreshing = 正在查询…
frame-loading = 正在加载…
frame-no-data = 未能加载任何数据
frame-as-of = 数据时间：{ $age }
frame-up-to-date = 已是最新
frame-running = { $count } 个操作正在进行
frame-magnum-version = Magnum API { $version }
frame-copied = 已复制
frame-busy = 后台正忙，请稍后再试
frame-not-remembered = 密钥环未能保存密码，下次将再次询问

# 导航栏
rail-clusters = 集群
rail-templates = 模板
rail-nodes = 节点
rail-topology = 拓扑
rail-topology-why-not = 尚无可显示拓扑的集群
rail-activity = 活动
rail-settings = 设置

# 无人查看时发生的变化
notice-cluster-ready = 集群 { $name } 已就绪
notice-cluster-failed = 集群 { $name } 失败
notice-cluster-unhealthy = 集群 { $name } 不再健康
notice-cluster-gone = 集群 { $name } 已不存在
notice-refused = 对 { $name } 的请求被拒绝
notice-no-effect = 服务已接受对 { $name } 的请求，但尚未发生任何变化
notice-lost = 无法确定对 { $name } 的请求是否送达；重试之前请先查看
