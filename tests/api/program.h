// The program as it is shipped, in a sandbox of its own: `baobei demo` on a free loopback port,
// with the demo's people and one sample case. Can be killed and started again on the same data, and
// be served as production by a clock that is not to be trusted.
//
// Threads: one. Owner: a test; its end ends the process and removes the folder.
#pragma once

#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

#include "base/json.h"

namespace baobei::api {

struct Reply {
  int status = 0;  // 0: no answer
  std::string head;
  std::string body;
  std::string header(std::string_view name) const;
  json::value json() const;  // null where the body is none
};

struct Ask {
  std::string method = "GET";
  std::string target;
  std::string who;  // a label of the demo's people; empty: without a token
  std::string body;
  std::string header_lines;      // each with CRLF
  std::string token;             // instead of a person's
  std::size_t stated_bytes = 0;  // Content-Length where it is not the body's
  std::string until;             // of an endless answer: read up to this text
  bool leaves = false;           // closes when it has sent what it has
};

class Program {
 public:
  // `catalogue`: empty for the built-in one. `receiver`: whom webhooks may call on this machine.
  explicit Program(std::string catalogue = "", std::string receiver = "127.0.0.1:1");
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  void start();
  void kill();  // SIGKILL
  // Removes a file of the data folder.
  void lose(const std::string& file) const;
  // `baobei serve` on the same data and people: its clock lies behind what was believed before. It
  // has said that it is not ready when this returns.
  void serve_behind_its_mark();
  // As a disk that fails: no file takes a byte more. What is open can be read.
  enum class Disk { kEverything, kNothing };
  void let_disk_take(Disk disk) const;
  Reply ask(const Ask& ask) const;

  const std::string& app() const { return app_; }  // registered, nothing submitted yet
  std::string token(const std::string& who) const;

 private:
  void stop(int signal);
  // The command with what both need besides.
  void launch(const std::vector<std::string>& command, const std::string& log = "");
  std::string folder_;
  std::string catalogue_;
  std::string receiver_;
  pid_t process_ = -1;
  std::uint16_t port_ = 0;
  std::string app_;
  std::map<std::string, std::string> tokens_;
};

// A sample mini-program as a tar; `label` makes its digest another's. `bytes`: about so many, with
// files that it has no use for.
std::string sample_tar(const std::string& label, std::size_t bytes = 0);
// A zip of some 50 KB that becomes 8 MB of zeros.
std::string zip_bomb();

}  // namespace baobei::api
