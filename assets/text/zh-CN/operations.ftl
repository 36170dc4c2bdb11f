# 向云提出的请求，用于活动列表和通知
operation-create = 创建集群
operation-find = 查找集群
operation-delete = 删除集群
operation-resize = 调整为 { $n } 个工作节点
operation-resize-group = 将 { $group } 调整为 { $n } 个节点
operation-when-free = { $what }（等待其他变更结束后）
# 请求的进度，显示在集群页面上
request-sending = { $what }：正在请求 Magnum
request-accepted = { $what }：Magnum 已接受
request-unclear = { $what }：应答已丢失，正在观察 Magnum 是否生效
request-refused = { $what }：Magnum 没有执行
request-waiting = { $what }：将在“{ $status }”结束后立即发送，目前尚未发送任何请求
request-no-effect = { $what }：Magnum 已接受请求，但已有 { $span } 未见变化。仍在继续观察。
request-busy = Magnum 正在对该集群执行其他操作：{ $status }
request-busy-since = Magnum 正在对该集群执行其他操作：{ $status }，开始于{ $ago }
request-later = 结束后再执行
