# 页面背后的数据状况
standing-roles = 您在此处的角色无此权限：{ $roles }。除非您主动刷新，否则不再查询
standing-next-try = { $span }后再次尝试
standing-old = 显示的是{ $ago }的内容；此后没有取得更新的内容
standing-circle = Magnum 返回的分页循环重复；可能缺少部分集群
standing-gone = 已不存在
