# 用户指南
guide-title = 用户指南
guide-search = 在指南中查找
guide-nothing = 没有找到；请减少查找的词
guide-copy = 复制这些内容
guide-back = 返回云的选择
