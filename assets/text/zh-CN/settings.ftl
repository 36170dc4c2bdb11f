# 设置页面
settings-title = 设置
settings-language = 语言
settings-theme = 主题
settings-theme-system = 跟随系统
settings-theme-light = 浅色
settings-theme-dark = 深色
settings-back = 返回
settings-clouds = 保存在这里的云
settings-clouds-none = 没有；登录表单可以保存云
settings-folder = 数据文件夹
settings-folder-none = 没有：本机没有可供程序保存内容的位置
settings-folder-help = 只有设置；密钥只保存在系统密钥环中，或根本不保存
settings-forget-title = 清除所有内容
settings-forget-text = 清除本程序在本机保存的内容：设置、保存在这里的云、上次的工作位置，以及密钥环中的密钥。任何云都不会改变，clouds.yaml 也保持不变。
settings-forget = 清除所有内容…
settings-forget-sure = 此操作无法撤销
settings-forget-yes = 清除所有内容
