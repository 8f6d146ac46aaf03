// The one way out of the server to addresses that others name (DESIGN decision 14).
//
// Invariants
// - Which address is called is decided on the address that is connected to, after the name was
//   looked up: public unicast alone, unless the operator's list names the target's host and port.
//   No name can be another one between looking and calling.
// - No redirect is followed, no proxy of the environment used; certificates and names are checked.
// - Each call has a limit in time and in what is read; what came before the limit counts.
// Threads: one, but for wake(). Owner: the courier; what runs when it goes is given up.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "courier/target.h"
#include "engine/webhook_ports.h"

namespace baobei::courier {

struct DialLimits {
  Duration connect = std::chrono::seconds(5);
  Duration whole = std::chrono::seconds(15);
  std::size_t head_bytes_max = std::size_t{16} << 10;    // more of an answer's head is no answer
  std::size_t answer_bytes_max = std::size_t{16} << 10;  // more of its body is not read
};

// A webhook tells; of its receiver's answer the first bytes are kept, of public ones alone. A fetch
// asks an address that the operator configured, with GET where there is no body, and needs the
// whole answer: one that is longer than the limit is a bad one.
enum class Purpose { kWebhook, kFetch };

struct Outgoing {
  Target target;
  std::vector<std::string> headers;  // "name: value"
  std::string body;
  Purpose purpose = Purpose::kWebhook;
};

struct Dialled {
  engine::AttemptOutcome outcome = engine::AttemptOutcome::kNoConnection;
  int status = 0;
  Duration took{};
  std::string answer;                   // of the body, as the purpose has it
  std::optional<Duration> retry_after;  // as the receiver asked, in seconds
};

class Dialer {
 public:
  virtual ~Dialer() = default;

  // `done` comes from turn(), later.
  virtual void start(Outgoing outgoing, std::function<void(Dialled)> done) = 0;
  // Moves what runs; waits for `most` where nothing happens.
  virtual void turn(Duration most) = 0;
  // Gives up what runs; its `done` is dropped.
  virtual void drop_all() = 0;
  // Ends the wait of turn(). Any thread.
  virtual void wake() = 0;
};

std::unique_ptr<Dialer> curl_dialer(DialLimits limits = {});

// By the status alone.
engine::AttemptOutcome outcome_of_status(int status);

}  // namespace baobei::courier
