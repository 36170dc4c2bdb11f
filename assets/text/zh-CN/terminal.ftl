# 终端上的提示和询问。
terminal-open-in-browser = 请在本机的浏览器中打开此页面并登录：
terminal-factor = { $method ->
    [totp] 一次性验证码
    [password] 密码
   *[other] 第二重验证（{ $method }）
}
