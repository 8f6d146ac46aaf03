#include "program.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "package/test_archives.h"

namespace baobei::api {
namespace {

namespace fs = std::filesystem;

constexpr int kStartSeconds = 60;

std::string file_text(const fs::path& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

void put(std::string& header, std::size_t at, std::string_view text) {
  header.replace(at, text.size(), text);
}

// So many octal digits.
std::string octal(std::size_t number, std::size_t digits) {
  std::string text(digits, '0');
  for (auto i = digits; i > 0; --i, number /= 8) text[i - 1] = static_cast<char>('0' + number % 8);
  return text;
}

// One entry of a tar: header, bytes, padding.
void add_file(std::string& tar, const std::string& name, const std::string& bytes) {
  std::string header(512, '\0');
  put(header, 0, name);
  put(header, 100, octal(0644, 7));
  put(header, 124, octal(bytes.size(), 11));
  put(header, 136, octal(0, 11));
  put(header, 148, "        ");
  put(header, 156, "0");
  put(header, 257, "ustar");
  put(header, 263, "00");
  std::size_t sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  put(header, 148, octal(sum, 6) + std::string(1, '\0'));
  tar += header + bytes;
  tar.append((512 - bytes.size() % 512) % 512, '\0');
}

// A provider of identities that nobody answers for.
void put_provider(const fs::path& folder) {
  std::ofstream(folder / "secret") << "secret\n";
  fs::permissions(folder / "secret", fs::perms::owner_read | fs::perms::owner_write);
  std::ofstream(folder / "baobei.toml")
      << "[oidc]\nallow = [\"127.0.0.1:1\"]\n[oidc.corp]\nname = \"统一身份\"\n"
      << "issuer = \"http://127.0.0.1:1\"\nclient_id = \"baobei\"\nsecret_file = "
      << (folder / "secret") << "\nroles = [\"reviewer\", \"operator\", \"developer\"]\n"
      << "redirect = \"https://baobei.example/v1/sign-in/oidc/corp/callback\"\n";
}

// The database says of itself that it is production's, and that it believed a later instant: an
// hour from now, or where its sandbox had got to.
void put_mark_ahead(const fs::path& database) {
  const auto ahead = std::chrono::system_clock::now() + std::chrono::hours(1);
  const auto micros =
      std::chrono::duration_cast<std::chrono::microseconds>(ahead.time_since_epoch()).count();
  const auto change =
      "UPDATE meta SET value = 'production' WHERE name = 'mode';"
      "UPDATE counter SET value = max(value, " +
      std::to_string(micros) + ") WHERE name = 'high_water';";
  sqlite3* connection = nullptr;
  EXPECT_EQ(::sqlite3_open(database.c_str(), &connection), SQLITE_OK);
  EXPECT_EQ(::sqlite3_exec(connection, change.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
  ::sqlite3_close(connection);
}

int connected(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const timeval limit{180, 0};  // rules are compiled and tried under sanitizers, too
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) return socket;
  ::close(socket);
  return -1;
}

}  // namespace

std::string Reply::header(std::string_view name) const {
  for (const auto& line : split(head, '\n')) {
    const auto colon = line.find(": ");
    if (colon != std::string::npos && std::string_view(line).substr(0, colon) == name) {
      return std::string(trim(std::string_view(line).substr(colon + 2)));
    }
  }
  return {};
}

json::value Reply::json() const {
  auto parsed = parse_json(body, std::size_t{16} << 20);
  return parsed ? std::move(*parsed) : json::value(nullptr);
}

Program::Program(std::string catalogue, std::string receiver)
    : folder_(testing::TempDir() + "/" + random_id("api")),
      catalogue_(std::move(catalogue)),
      receiver_(std::move(receiver)) {
  fs::create_directories(folder_);
  put_provider(folder_);
  start();
}

Program::~Program() {
  stop(SIGTERM);
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void Program::launch(const std::vector<std::string>& command, const std::string& log) {
  std::vector<std::string> words = {BAOBEI_PROGRAM};
  words.insert(words.end(), command.begin(), command.end());
  words.insert(words.end(), {"--data", folder_ + "/data", "--config", folder_ + "/baobei.toml"});
  for (const auto& setting : {std::string("http.port=0"), "webhooks.allow=" + receiver_,
                              std::string("check.sandbox=best_effort")}) {
    words.insert(words.end(), {"--set", setting});
  }
  if (!catalogue_.empty()) words.insert(words.end(), {"--set", "catalogue=" + catalogue_});
  process_ = ::fork();
  if (process_ != 0) return;
  ::signal(SIGXFSZ, SIG_IGN);  // see let_disk_take
  if (!log.empty()) {
    ::dup2(::open(log.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600), STDERR_FILENO);
  }
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

void Program::serve_behind_its_mark() {
  const std::string words = "listening on 127.0.0.1:";
  const auto log = folder_ + "/serve.log";
  Ask readiness;
  readiness.target = "/readyz";
  stop(SIGTERM);
  put_mark_ahead(folder_ + "/data/baobei.db");
  launch({"serve"}, log);
  port_ = 0;
  for (int i = 0; i < kStartSeconds * 50; ++i) {
    if (port_ == 0) {
      const auto text = file_text(log);
      const auto at = text.find(words);
      if (at != std::string::npos && text.find('\n', at) != std::string::npos) {
        port_ = static_cast<std::uint16_t>(std::stoi(text.substr(at + words.size())));
      }
    }
    // It looks at its clock in its first round.
    if (port_ != 0 && ask(readiness).status == 503) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  FAIL() << "the program is ready, or did not start: " << file_text(log);
}

void Program::let_disk_take(Disk disk) const {
  const rlimit limit{disk == Disk::kNothing ? 0 : RLIM_INFINITY, RLIM_INFINITY};
  EXPECT_EQ(::prlimit(process_, RLIMIT_FSIZE, &limit, nullptr), 0);
}

void Program::start() {
  const auto people = folder_ + "/people.json";
  fs::remove(people);
  launch({"demo", "--cases", "1", "--people", people, "--quiet"});
  for (int i = 0; i < kStartSeconds * 50; ++i) {
    const auto parsed = parse_json(file_text(people), 100'000);
    if (parsed && !parsed->at("url").as_string().empty()) {
      const std::string url(parsed->at("url").as_string());
      port_ = static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
      app_ = std::string(parsed->at("app").as_string());
      for (const auto& person : parsed->at("tokens").as_object()) {
        tokens_[std::string(person.key())] = std::string(person.value().as_string());
      }
      return;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  FAIL() << "the program did not start";
}

void Program::stop(int signal) {
  if (process_ <= 0) return;
  ::kill(process_, signal);
  ::waitpid(process_, nullptr, 0);
  process_ = -1;
}

void Program::kill() {
  stop(SIGKILL);
}

void Program::lose(const std::string& file) const {
  EXPECT_TRUE(fs::remove(folder_ + "/data/" + file)) << file;
}

std::string Program::token(const std::string& who) const {
  const auto found = tokens_.find(who);
  EXPECT_NE(found, tokens_.end()) << who;
  return found == tokens_.end() ? "" : found->second;
}

Reply Program::ask(const Ask& ask) const {
  std::string text = ask.method + " " + ask.target + " HTTP/1.1\r\nHost: a\r\n" + ask.header_lines;
  const auto secret = !ask.token.empty() ? ask.token : ask.who.empty() ? "" : token(ask.who);
  if (!secret.empty()) text += "Authorization: Bearer " + secret + "\r\n";
  const auto bytes = ask.stated_bytes > 0 ? ask.stated_bytes : ask.body.size();
  if (bytes > 0 || ask.method != "GET") {
    text += "Content-Length: " + std::to_string(bytes) + "\r\n";
  }
  text += "Connection: close\r\n\r\n" + ask.body;
  Reply reply;
  const int socket = connected(port_);
  if (socket < 0) return reply;
  std::string answer;
  std::size_t sent = 0;
  while (sent < text.size()) {
    const auto now = ::send(socket, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
    if (now <= 0) break;
    sent += static_cast<std::size_t>(now);
  }
  char piece[16'384];
  while (!ask.leaves) {
    if (!ask.until.empty() && answer.find(ask.until) != std::string::npos) break;
    const auto got = ::recv(socket, piece, sizeof piece, 0);
    if (got <= 0) break;
    answer.append(piece, static_cast<std::size_t>(got));
  }
  ::close(socket);
  const auto end = answer.find("\r\n\r\n");
  if (answer.size() < 12 || end == std::string::npos) return reply;
  std::from_chars(answer.data() + 9, answer.data() + 12, reply.status);
  reply.head = answer.substr(0, end);
  reply.body = answer.substr(end + 4);
  return reply;
}

std::string sample_tar(const std::string& label, std::size_t bytes) {
  const fs::path root = fs::path(BAOBEI_SAMPLES) / "neighbourhood-forum" / "miniprogram";
  std::string tar;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (!entry.is_regular_file()) continue;
    add_file(tar, fs::relative(entry.path(), root).string(), file_text(entry.path()));
  }
  add_file(tar, "version.txt", label);
  add_file(tar, "unreached.js", "module.exports = 1;\n");
  using std::string_view_literals::operator""sv;
  const std::string head("\x89PNG\r\n\x1A\n\0\0\0\rIHDR"sv);
  add_file(tar, "pictures/small.png", head + std::string("\0\0\0\1\0\0\0\1"sv));
  add_file(tar, "pictures/vast.png", head + std::string("\0\xFF\0\0\0\0\xFF\0"sv));
  if (const auto half = bytes / 2; half > tar.size()) {
    add_file(tar, "large/a.dat", std::string(half - tar.size(), 'a'));
    add_file(tar, "large/b.dat", std::string(half, 'b'));
  }
  tar.append(1'024, '\0');
  return tar;
}

std::string zip_bomb() {
  constexpr std::uint32_t kAgain = 33'000;
  // Fixed codes of deflate: a last block, one zero, "258 times the byte before" again and again.
  std::string bits = "11000110000";
  for (std::uint32_t i = 0; i < kAgain; ++i) bits += "1100010100000";
  bits += "0000000";
  std::string deflated((bits.size() + 7) / 8, '\0');
  for (std::size_t i = 0; i < bits.size(); ++i) {
    if (bits[i] == '1') deflated[i / 8] = static_cast<char>(deflated[i / 8] | (1 << (i % 8)));
  }
  return package::zip_of({{"zeros", deflated, 0x800, 8}}, 1 + 258 * kAgain);
}

}  // namespace baobei::api
