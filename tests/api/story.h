// Mini-programs on their way through the running program, and the ways in which a command can be
// sent. Threads: one. Owner: a test.
#pragma once

#include <optional>

#include "contract.h"

namespace baobei::api {

inline const std::string kA = "wxa00000000000000a";
inline const std::string kB = "wxb00000000000000b";
inline const std::string kC = "wxc00000000000000c";
inline const std::string kD = "wxd00000000000000d";
inline const std::string kE = "wxe00000000000000e";
inline const std::string kZhejiang = "subject-zhejiang";
inline const std::string kNowhere = "wxnowhere";

using Path = std::vector<std::string>;

class Story {
 public:
  Story();

  void registers(const std::string& app, const std::string& subject = kZhejiang);
  static std::string register_body(const std::string& app, const std::string& subject);
  // The digest of a version that differs from every other of another label.
  std::string uploads(const std::string& app, const std::string& label);
  static std::string submit_body(const std::string& digest);
  // Uploads and submits, and waits for the check. The submission's number.
  std::string submits(const std::string& app, const std::string& label);
  void wait_until(const std::string& app, const std::string& no, const std::string& state);
  void passes(const std::string& app, const std::string& no);
  void moves_clock(const std::string& by);
  std::string now();

  // Of the newest submission that was waited for, and of the newest submitted version.
  std::string if_match() const { return "If-Match: " + etag_ + "\r\n"; }
  const std::string& digest() const { return digest_; }

  // A command in every status that each of them has: refused for its form, its sender and its
  // target, asked why not, carried out, repeated under its key, its key reused, refused as what was
  // done cannot be done again (or as `conflict` says).
  struct Command {
    Call call;
    std::string forbidden;  // sees it and has not the right
    std::optional<Call> conflict = {};
    int done = 200;
  };
  void commands(const Command& command);

  Program program;
  Contract contract;

 private:
  std::string digest_;
  std::string etag_;
};

}  // namespace baobei::api
