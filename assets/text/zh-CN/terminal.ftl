# 终端上的提示和询问。
terminal-open-in-browser = 请在本机的浏览器中打开此页面并登录：
terminal-factor = { $method ->
    [totp] 一次性验证码
    [password] 密码
   *[other] 第二重验证（{ $method }）
}
terminal-no-window = 无法打开窗口。
terminal-other-renderer = 请尝试另一种渲染方式：--renderer { $other }
terminal-no-renderer =
    请检查是否已安装显卡驱动（Debian：libgl1-mesa-dri）。
    命令行输出无需窗口：magnum-desktop --help
terminal-confirm = { $what }
    请输入 { $name } 以继续
terminal-needs-yes = 此操作需要确认：请在终端输入名称，或使用 --yes。
terminal-not-confirmed = 名称不符；未发送任何请求。
terminal-would = { $what }：检查无误，未发送任何请求
terminal-no-screen =
    无法打开窗口：没有可用的屏幕。
    请在桌面环境中启动（DISPLAY 或 WAYLAND_DISPLAY）；命令行输出无需窗口：magnum-desktop --help
