# 每个页面都有的内容
widget-copy-value = 复制{ $what }
widget-copied = 已复制
widget-retry = 重试
widget-server-words = 服务器原文
widget-request-id = 请求 ID
widget-http-status = HTTP 状态码
widget-as-of = 显示的是 { $time } 的内容
widget-waiting-since = 已等待 { $span }
widget-cancel = 取消
widget-close = 关闭
widget-confirm-hint = 请输入 { $name } 以确认
widget-confirm-mismatch = 输入的文字与名称不同
widget-increase = 增加{ $what }
widget-decrease = 减少{ $what }

# 表格
table-filter = 筛选
table-filter-hint = 筛选  /
table-clear-filter = 清除筛选
table-nothing-matches = 没有符合筛选条件的内容
table-count = { $total }
table-count-of = { $shown } / { $total }
table-copy-cell = 复制单元格
table-copy-row = 复制行
table-copy-csv = 复制表格为 CSV
table-copy-json = 复制表格为 JSON
table-sort-by = 按{ $column }排序
table-sorted-up = 已按{ $column }升序排列
table-sorted-down = 已按{ $column }降序排列
widget-details = 详细信息
widget-copy-all = 全部复制
widget-raw = 完整应答
table-columns = 选择列
table-column-earlier = 将“{ $column }”前移
table-columns-reset = 恢复默认
