// The API as the commands see it: JSON in, JSON or a Problem out.
//
// Invariants
// - Every command carries an Idempotency-Key, made once per command (DESIGN decision 16).
// - A busy server (503) has not taken what it was sent: that is sent again. What got no answer may
//   have been taken: it is sent again where that cannot do it twice (cli/repeating.h); otherwise
//   the error says that it is in doubt, and how to look.
// - What is sent again is sent at most kAttemptsMax times, waiting what Retry-After says, at most
//   kRetryAfterMax each time.
// - The token goes into the Authorization header and nowhere else.
// Threads: one at a time. Owner: the command that runs.
#pragma once

#include <boost/json/value.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/time.h"
#include "cli/api_error.h"
#include "cli/json_view.h"
#include "cli/transport.h"

namespace baobei::cli {

inline constexpr int kAttemptsMax = 5;
inline constexpr std::chrono::seconds kRetryAfterMax{10};
inline constexpr std::size_t kPagesMax = 1'000;  // of one list
inline constexpr std::size_t kPageItems = 200;
inline constexpr std::size_t kVersionsLookedAt = 1'000;  // the newest, where one is looked for
inline constexpr std::size_t kDetailedPageItems = 50;    // with detail=true

struct Reply {
  int status = 0;
  boost::json::value body;  // null where there was none
  std::string etag;

  View view() const { return View(body); }
};

struct CommandOptions {
  bool dry_run = false;
  std::string if_match;
  std::string idempotency_key;  // "": a fresh one
};

struct ClientSettings {
  std::string base_url;
  std::string token;  // "": without
  Language language = Language::kEn;
};

class Client {
 public:
  using Sleep = std::function<void(Duration)>;

  Client(std::unique_ptr<Transport> transport, ClientSettings settings, Sleep sleep);

  const std::string& base_url() const { return settings_.base_url; }

  Answer<Reply> get(const std::string& target);
  // Every item of a list, page by page, at most `items_max`; the answer is {"items":[…]} as one
  // page would be, with "next" where there is more.
  Answer<Reply> list(const std::string& target, std::size_t items_max,
                     std::size_t page_items = kPageItems);
  // POST, or DELETE, of one command. A null body is none.
  Answer<Reply> command(const std::string& target, const boost::json::value& body,
                        const CommandOptions& options = {}, const std::string& method = "POST");
  // The bytes of a file, as they come.
  Answer<std::string> download(const std::string& target);
  // Streams the file.
  Answer<Reply> upload(const std::string& target, const std::string& path, Progress progress = {});
  // Appends the body to the file, from the byte on that it has already; nothing where it is whole.
  Answer<Reply> download(const std::string& target, const std::string& path,
                         const std::string& etag);
  // PATCH of a part of the file, with the header that says how much was sent before.
  Answer<Reply> send_piece(const std::string& target, const std::string& path, std::uint64_t from,
                           std::uint64_t bytes, Progress progress = {});

 private:
  Answer<Reply> exchange(HttpRequest request);
  // What the server said at last, whatever its status.
  Answer<HttpResponse> deliver(HttpRequest request);
  void add_common(HttpRequest& request) const;

  std::unique_ptr<Transport> transport_;
  ClientSettings settings_;
  Sleep sleep_;
};

// "?a=1&b=2" of the pairs that have a value.
std::string query(const std::vector<std::pair<std::string, std::string>>& pairs);

}  // namespace baobei::cli
