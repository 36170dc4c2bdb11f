# 时间长度
format-seconds = { $n } 秒
format-minutes = { $n } 分钟
format-hours = { $n } 小时
format-days = { $n } 天
format-months = { $n } 个月
format-years = { $n } 年
format-just-now = 刚刚
format-ago = { $span }前
format-ahead = { $span }后

# 大小
format-bytes = { $n } B
format-kib = { $n } KiB
format-mib = { $n } MiB
format-gib = { $n } GiB
format-tib = { $n } TiB

# 没有内容
format-none = –
format-yes = 是
format-no = 否
