// The machine a command line really runs on.

#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <cstdlib>
#include <ctime>
#include <iostream>
#include <thread>

#include "cli/session.h"

namespace baobei::cli {
namespace {

std::size_t columns_of_terminal() {
  struct winsize size = {};
  const bool known = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20;
  return known ? size.ws_col : 100U;
}

std::chrono::seconds local_offset(Instant instant) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
  const auto clock = static_cast<std::time_t>(seconds);
  std::tm local = {};
  if (::localtime_r(&clock, &local) == nullptr) return std::chrono::seconds{0};
  return std::chrono::seconds(local.tm_gmtoff);
}

std::optional<std::string> read_without_echo() {
  struct termios before = {};
  if (::tcgetattr(STDIN_FILENO, &before) != 0) return std::nullopt;
  struct termios quiet = before;
  quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  if (::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) != 0) return std::nullopt;
  std::string line;
  std::getline(std::cin, line);
  ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
  std::cerr << '\n';
  return line;
}

}  // namespace

Environment machine_environment() {
  ::tzset();
  Environment machine;
  machine.out = &std::cout;
  machine.err = &std::cerr;
  machine.in = &std::cin;
  machine.out_is_terminal = ::isatty(STDOUT_FILENO) == 1;
  machine.err_is_terminal = ::isatty(STDERR_FILENO) == 1;
  machine.in_is_terminal = ::isatty(STDIN_FILENO) == 1;
  machine.columns = columns_of_terminal();
  machine.variable = [](const char* name) -> std::optional<std::string> {
    const char* value = std::getenv(name);
    if (value == nullptr) return std::nullopt;
    return std::string(value);
  };
  machine.connect = [](const std::string& url) { return curl_transport(url); };
  machine.sleep = [](Duration duration) { std::this_thread::sleep_for(duration); };
  machine.utc_offset = local_offset;
  machine.read_secret = read_without_echo;
  return machine;
}

}  // namespace baobei::cli
