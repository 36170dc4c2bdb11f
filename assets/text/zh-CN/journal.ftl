# 活动页面
journal-title = 活动
journal-none = 尚未向云提出任何请求
journal-none-text = 您创建或删除的内容以及云的应答会列在这里
journal-what = 请求
journal-cluster = 集群
journal-where = 位置
journal-when = 请求时间
journal-progress = 进展
journal-words = 服务器原文
journal-request-id = 请求 ID
