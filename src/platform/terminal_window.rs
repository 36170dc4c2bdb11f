//! A terminal's window with something in its environment: which program opens one on this system, and how it is called.
//!
//! Every call is a list of words and never a line for a shell; where the system only takes a line, as the macOS Terminal does,
//! the one quoting function makes it. Values are names of files and addresses, no secrets.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::domain::access::Environment;
use crate::domain::problem::{Problem, ProblemKind, system_words};

/// A program with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Call {
    program: String,
    words: Vec<String>,
}

/// Opens a terminal whose shell has these variables. Returns as soon as the terminal's program runs.
///
/// # Errors
/// `NoTerminal` where this system has none that is known here, `Internal` with the system's words where none would start.
pub fn open(environment: &Environment) -> Result<(), Problem> {
    let mut last = None;
    for call in calls(environment) {
        let mut command = Command::new(&call.program);
        command.args(&call.words).envs(environment.iter().cloned());
        own(&mut command);
        match command.spawn() {
            Ok(child) => return wait_for(child),
            // Told only where nothing else starts either.
            Err(error) => last = Some(error),
        }
    }
    Err(Problem::new(match last {
        Some(error) if error.kind() != std::io::ErrorKind::NotFound => ProblemKind::Internal {
            detail: system_words(&error),
        },
        Some(_) | None => ProblemKind::NoTerminal,
    }))
}

/// Takes the program's end when it comes, so that it does not stay in the list of processes.
fn wait_for(mut child: std::process::Child) -> Result<(), Problem> {
    let waiting = std::thread::Builder::new()
        .name("terminal".to_owned())
        .spawn(move || drop(child.wait()));
    // Without the thread it is there all the same.
    drop(waiting);
    Ok(())
}

/// It outlives this program, and says nothing into this one's own terminal.
#[cfg(unix)]
fn own(command: &mut Command) {
    use std::os::unix::process::CommandExt as _;

    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0);
}

/// A console of its own, with the console's own input and output.
#[cfg(windows)]
fn own(command: &mut Command) {
    use std::os::windows::process::CommandExt as _;

    const CREATE_NEW_CONSOLE: u32 = 0x10;
    command.creation_flags(CREATE_NEW_CONSOLE);
}

#[cfg(all(unix, not(target_os = "macos")))]
fn calls(environment: &Environment) -> Vec<Call> {
    #[expect(clippy::disallowed_methods, reason = "this room reads the environment")]
    let named = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let shell = named("SHELL").unwrap_or_else(|| "/bin/sh".to_owned());
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let there = |program: &str| {
        let found = |folder: &PathBuf| folder.join(program).is_file();
        Path::new(program).is_file() || folders.iter().any(found)
    };
    on_freedesktop(named("TERMINAL").as_deref(), (&shell, environment), there)
}

#[cfg(target_os = "macos")]
fn calls(environment: &Environment) -> Vec<Call> {
    vec![on_macos(environment)]
}

#[cfg(windows)]
fn calls(_environment: &Environment) -> Vec<Call> {
    on_windows()
}

/// Terminals with the words that stand before the command that they run: what the person chose, what the system chose, then
/// the desktops' own. Several hand the work to a process that runs already and has another environment, so the variables
/// are given to the shell by `env`.
#[cfg(any(test, all(unix, not(target_os = "macos"))))]
fn on_freedesktop(
    chosen: Option<&str>,
    (shell, environment): (&str, &Environment),
    there: impl Fn(&str) -> bool,
) -> Vec<Call> {
    const KNOWN: [(&str, &[&str]); 13] = [
        ("xdg-terminal-exec", &[]),
        ("x-terminal-emulator", &["-e"]),
        ("gnome-terminal", &["--"]),
        ("kgx", &["--"]),
        ("ptyxis", &["--"]),
        ("konsole", &["-e"]),
        ("xfce4-terminal", &["-x"]),
        ("mate-terminal", &["-x"]),
        ("alacritty", &["-e"]),
        ("kitty", &[]),
        ("foot", &[]),
        ("wezterm", &["start", "--"]),
        ("xterm", &["-e"]),
    ];
    let name = |program: &str| program.rsplit('/').next().unwrap_or_default().to_owned();
    let before = |program: &str| {
        let known = KNOWN.iter().find(|(known, _)| *known == name(program));
        known.map_or(&["-e"] as &[&str], |(_, words)| words)
    };
    let programs = chosen
        .into_iter()
        .chain(KNOWN.iter().map(|(program, _)| *program));
    programs
        .filter(|program| there(program))
        .map(|program| {
            let mut words: Vec<String> = before(program).iter().map(|&word| word.to_owned()).collect();
            words.push("env".to_owned());
            words.extend(environment.iter().map(|(name, value)| format!("{name}={value}")));
            words.push(shell.to_owned());
            Call {
                program: program.to_owned(),
                words,
            }
        })
        .collect()
}

/// The Terminal takes a line for its shell; the line is an argument of the script and no part of it.
#[cfg(any(test, target_os = "macos"))]
fn on_macos(environment: &Environment) -> Call {
    use crate::domain::quoting::Shell;

    let each = environment
        .iter()
        .map(|(name, value)| format!("export {name}={}", Shell::Posix.quoted(value)));
    let line = each.collect::<Vec<_>>().join("; ");
    let script =
        "on run argv\ntell application \"Terminal\"\ndo script (item 1 of argv)\nactivate\nend tell\nend run";
    Call {
        program: "/usr/bin/osascript".to_owned(),
        words: ["-e", script, "--", &line].map(str::to_owned).to_vec(),
    }
}

/// A shell in a console of its own inherits the variables.
#[cfg(any(test, windows))]
fn on_windows() -> Vec<Call> {
    ["pwsh.exe", "powershell.exe"]
        .map(|program| Call {
            program: program.to_owned(),
            words: ["-NoLogo", "-NoExit"].map(str::to_owned).to_vec(),
        })
        .to_vec()
}

#[cfg(test)]
mod tests {
    use super::{Call, Environment, on_freedesktop, on_macos, on_windows};

    fn environment() -> Environment {
        vec![("KUBECONFIG".to_owned(), "/home/a b/it's $(id).yaml".to_owned())]
    }

    fn lines(calls: &[Call]) -> Vec<String> {
        let line = |call: &Call| format!("{}|{}", call.program, call.words.join("|"));
        calls.iter().map(line).collect()
    }

    #[test]
    fn a_terminal_of_linux_gets_words_and_no_line_for_a_shell() {
        let environment = environment();
        let tail = "env|KUBECONFIG=/home/a b/it's $(id).yaml|/bin/zsh";
        let found = on_freedesktop(Some("/opt/foot"), ("/bin/zsh", &environment), |program| {
            ["/opt/foot", "gnome-terminal", "wezterm", "xterm"].contains(&program)
        });
        assert_eq!(
            lines(&found),
            [
                format!("/opt/foot|{tail}"),
                format!("gnome-terminal|--|{tail}"),
                format!("wezterm|start|--|{tail}"),
                format!("xterm|-e|{tail}"),
            ]
        );
        let unknown = on_freedesktop(Some("my-term"), ("/bin/zsh", &environment), |program| {
            program == "my-term"
        });
        assert_eq!(lines(&unknown), [format!("my-term|-e|{tail}")]);
        assert_eq!(on_freedesktop(None, ("/bin/sh", &environment), |_| false), []);
    }

    #[test]
    fn f74_the_terminal_of_macos_gets_a_quoted_line_beside_its_script() {
        let call = on_macos(&environment());
        let line = call.words.last().unwrap();
        assert_eq!(line, r"export KUBECONFIG='/home/a b/it'\''s $(id).yaml'");
        let script = call.words.get(1).unwrap();
        assert!(!script.contains("KUBECONFIG"), "{script}");
    }

    #[test]
    fn a_console_of_windows_runs_a_shell_that_stays() {
        let expected = ["pwsh.exe|-NoLogo|-NoExit", "powershell.exe|-NoLogo|-NoExit"];
        assert_eq!(lines(&on_windows()), expected);
    }
}
