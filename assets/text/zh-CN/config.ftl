# 云的设置来自何处，以及其中值得注意的地方。
config-place-line = { $file } 第 { $line } 行
config-place-column = { $place }第 { $column } 列
config-place-variable = 环境变量 { $name }
config-place-flag = 命令行 { $name }
config-place-vendor = 已知厂商 { $name }
config-warning = { $setting }（{ $place }）：{ $text }

config-unquoted = 按原样读取；请加引号，因为其他 OpenStack 客户端会将其读作另一种类型的值
config-encrypted = 已加密，或带有其他程序的标记；不会使用
config-vendor-unknown = 没有这个名称的厂商配置
config-vendor-remote = 厂商配置是一个地址，不会获取；请将其中的设置复制到条目中
config-vendor-gone = 该厂商的云已不存在
config-old-spelling = 旧的写法，此处仍可识别，但其他客户端已不再识别
config-not-used = 本程序不使用此设置
config-not-told = 文件会询问或计算它；文件中的任何内容都不会执行
config-conditional = 位于条件或循环之中，不会执行
config-other-file = 此处读取另一个文件，不会跟随
