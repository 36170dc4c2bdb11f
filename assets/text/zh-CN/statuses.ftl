# 各类对象（集群、节点组、栈、资源）的生命周期
status-creating = 创建中
status-ready = 就绪
status-create-failed = 创建失败
status-updating = 更新中
status-update-failed = 更新失败
status-deleting = 删除中
status-deleted = 已删除
status-delete-failed = 删除失败
status-rolling-back = 回滚中
status-rolled-back = 已回滚
status-rollback-failed = 回滚失败
status-resuming = 恢复中
status-resume-failed = 恢复失败
status-suspending = 挂起中
status-suspended = 已挂起
status-suspend-failed = 挂起失败
status-restoring = 还原中
status-restore-failed = 还原失败
status-taking-snapshot = 创建快照中
status-snapshot-failed = 快照失败
status-checking = 检查中
status-check-failed = 检查失败
status-adopting = 接管中
status-adopt-failed = 接管失败
status-waiting = 等待中
status-init-failed = 启动失败

# 同样的状态，作为历史事件
event-created = 已创建
event-updated = 已更新
event-resumed = 已恢复
event-restored = 已还原
event-snapshot-taken = 已创建快照
event-checked = 已检查
event-adopted = 已接管

# 健康状态
health-healthy = 健康
health-unhealthy = 不健康
health-unknown = 未知
health-not-reported = 未报告

# 角色
role-master = 主节点
role-worker = 工作节点

# Nova 对服务器状态的说法
server-active = 运行
server-building = 创建中
server-error = 错误
server-shut-off = 关机
server-suspended = 挂起
server-paused = 暂停
server-rebooting = 重启中
server-rebuilding = 重建中
server-resizing = 调整规格中
server-verify-resize = 待确认规格
server-migrating = 迁移中
server-rescued = 救援
server-shelved = 已搁置
server-deleted = 已删除

# 节点是否就绪
ready-yes = 就绪
ready-no = 未就绪

# 状态栏上的服务
service-not-asked = 尚未访问
service-latency = { $secs } 秒
service-failing = 自 { $time } 起失败
service-not-permitted = 无权限
service-not-installed = 未安装

# 请求的进展
progress-sending = 发送中
progress-accepted = 已接受
progress-unclear = 应答丢失，正在查找结果
progress-underway = 进行中
progress-done = 完成
progress-failed = 失败
progress-refused = 被拒绝
progress-waiting = 等待另一项变更结束
progress-abandoned = 发送之前已放弃
progress-no-effect = 已接受，尚未看到变化
progress-lost = 应答丢失，未发现结果

# 严重程度，与图标一同读出
severity-neutral = 无判断
severity-good = 正常
severity-busy = 进行中
severity-warning = 需要关注
severity-bad = 故障

# 创建表单的字段和问题
draft-field-sign-in = 登录
draft-field-timeout = 超时放弃
draft-field-docker-volume = 容器卷
draft-field-groups = 更多节点组
draft-field-network = 网络
draft-field-subnet = 子网
draft-field-floating-ips = 节点的浮动 IP
draft-field-reach = 谁需要访问 Kubernetes API？
draft-field-image = 镜像
draft-field-registry = 容器镜像来源
draft-field-discovery = etcd 发现服务
draft-field-labels = 标签
draft-field-quota = 配额
draft-field-template = 集群模板
draft-field-name = 名称
draft-field-keypair = 密钥对
draft-field-master-count = 主节点数
draft-field-node-count = 工作节点数
draft-field-master-flavor = 主节点实例类型
draft-field-flavor = 工作节点实例类型
draft-field-load-balancer = API 的负载均衡
service-latency-ms = { $millis } 毫秒
