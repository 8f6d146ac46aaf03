#include "http/session.h"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstring>

#include "base/text.h"
#include "http/response_text.h"

namespace baobei::http {

// Carries one answer from whatever thread has it to the session that waits for it.
class Completion {
 public:
  using Resume = std::move_only_function<void(Response)>;

  explicit Completion(Resume resume) : resume_(std::move(resume)) {}

  void complete(Response response) {
    const std::lock_guard lock(mutex_);
    if (resume_ == nullptr) return;
    // Called and destroyed under the lock: see abandon().
    std::exchange(resume_, nullptr)(std::move(response));
  }
  // When it returns, no thread is posting and none holds the session's executor any more: the loop
  // behind it may end.
  void abandon() {
    const std::lock_guard lock(mutex_);
    resume_ = nullptr;
  }

 private:
  std::mutex mutex_;
  Resume resume_;
};

namespace {

constexpr std::size_t kAddressBytesMax = 64;

// What all copies of a Done share: dropped without an answer, it gives the other one.
class Promise {
 public:
  Promise(std::shared_ptr<Completion> completion, Response otherwise)
      : completion_(std::move(completion)), otherwise_(std::move(otherwise)) {}
  Promise(const Promise&) = delete;
  Promise& operator=(const Promise&) = delete;
  ~Promise() { completion_->complete(std::move(otherwise_)); }

  void keep(Response response) { completion_->complete(std::move(response)); }

 private:
  std::shared_ptr<Completion> completion_;
  Response otherwise_;
};

// Starts a Pending; its Done resumes the coroutine on the coroutine's own strand.
struct StartPending {
  std::shared_ptr<Completion>* waiting;

  template <typename Handler>
  void operator()(Handler handler, Pending pending, Response otherwise) const {
    auto executor = net::get_associated_executor(handler);
    auto resume = [executor, kept = std::move(handler)](Response response) mutable {
      net::post(executor, [kept = std::move(kept), response = std::move(response)]() mutable {
        std::move(kept)(std::move(response));
      });
    };
    *waiting = std::make_shared<Completion>(std::move(resume));
    auto promise = std::make_shared<Promise>(*waiting, std::move(otherwise));
    pending([promise](Response response) { promise->keep(std::move(response)); });
  }
};

// What the proxy nearest to us wrote: the last of the last X-Forwarded-For, as some proxies add to
// the client's field and some send one of their own after it. Whatever stands before came from
// outside.
std::string client_of(const Session::Peer& peer, const Head& head) {
  if (!peer.proxied) return peer.address;
  std::string_view chain;
  for (const auto& header : head.headers) {
    if (equal_ignoring_case(header.name, "X-Forwarded-For")) chain = header.value;
  }
  const auto last = trim(chain.substr(chain.rfind(',') + 1));
  return last.empty() || last.size() > kAddressBytesMax ? peer.address : std::string(last);
}

}  // namespace

// ---- the host ----------------------------------------------------------------------------------

SessionHost::Room SessionHost::add(const std::shared_ptr<Session>& session) {
  const std::lock_guard lock(mutex_);
  if (sessions_.size() >= limits.connections_max + kTurnedAwayMax) return Room::kNone;
  sessions_.emplace(session.get(), session);
  return sessions_.size() <= limits.connections_max ? Room::kYes : Room::kTurnAway;
}

void SessionHost::remove(const Session* session) {
  const std::lock_guard lock(mutex_);
  sessions_.erase(session);
  if (sessions_.empty()) none_left_.notify_all();
}

std::vector<std::shared_ptr<Session>> SessionHost::all() {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<Session>> alive;
  for (const auto& [key, weak] : sessions_) {
    if (auto session = weak.lock()) alive.push_back(std::move(session));
  }
  return alive;
}

std::size_t SessionHost::open() {
  const std::lock_guard lock(mutex_);
  return sessions_.size();
}

bool SessionHost::wait_until_none(Duration limit) {
  std::unique_lock lock(mutex_);
  return none_left_.wait_for(lock, limit, [this] { return sessions_.empty(); });
}

// ---- time and ends -----------------------------------------------------------------------------

Session::Session(std::unique_ptr<Connection> connection, const Strand& strand, SessionHost& host,
                 Peer peer)
    : connection_(std::move(connection)),
      strand_(strand),
      peer_(std::move(peer)),
      host_(host),
      timer_(strand),
      buffer_(host.limits.header_bytes_max) {}

Session::~Session() {
  host_.remove(this);
}

void Session::request_stop() {
  net::post(strand_, [self = shared_from_this()] {
    if (self->idle_ && !self->ended_) self->connection_->cancel();
    const auto waiting = self->streaming_ ? self->waiting_ : nullptr;
    if (waiting != nullptr) waiting->complete(Response{});
  });
}

void Session::abandon() {
  if (waiting_ != nullptr) waiting_->abandon();
}

void Session::begin(Duration first_end) {
  end_ = std::chrono::steady_clock::now() + first_end;
  arm();
}

void Session::finish() {
  ended_ = true;
  timer_.cancel();
}

void Session::end_by(Duration from_now) {
  allow(from_now);
  if (timer_.expiry() > end_) arm();
}

void Session::allow(Duration from_now) {
  end_ = std::chrono::steady_clock::now() + from_now;
}

void Session::arm() {
  timer_.expires_at(end_);
  timer_.async_wait([self = shared_from_this()](ErrorCode error) {
    if (!error) self->on_timer();
  });
}

void Session::on_timer() {
  if (ended_) return;
  const bool due = !working_ && std::chrono::steady_clock::now() >= end_;
  if (due) {
    timed_out_ = true;
    connection_->cancel();
  }
  if (due || working_) allow(host_.limits.idle_time);
  arm();
}

// ---- reading -----------------------------------------------------------------------------------

void Session::feed() {
  const auto consumed = parser_->feed({buffer_.data(), have_});
  have_ -= consumed;
  if (consumed > 0 && have_ > 0) std::memmove(buffer_.data(), buffer_.data() + consumed, have_);
}

net::awaitable<bool> Session::read_more() {
  auto room = net::buffer(buffer_.data() + have_, buffer_.size() - have_);
  Transfer got = co_await connection_->read_some(room);
  have_ += std::get<1>(got);
  co_return !std::get<0>(got);
}

Session::Got Session::refuse(Fault fault) {
  response_ = host_.application.refuse(fault, parser_->head());
  response_.close = true;
  return Got::kRefusal;
}

net::awaitable<Session::Got> Session::read_request() {
  parser_ =
      std::make_unique<RequestParser>(host_.limits.header_bytes_max, host_.limits.headers_max);
  response_ = Response{};
  timed_out_ = false;
  idle_ = have_ == 0;
  allow(host_.limits.idle_time);
  for (;;) {
    if (have_ > 0) feed();
    if (parser_->state() == RequestParser::State::kHeadDone) break;
    if (parser_->state() == RequestParser::State::kFaulty) co_return refuse(parser_->fault());
    if (have_ == buffer_.size()) co_return refuse(Fault::kHeaderTooLarge);
    if (idle_ && host_.stopping) co_return Got::kNothing;
    if (idle_ && have_ > 0) {
      end_by(host_.limits.header_time);
      idle_ = false;
    }
    const bool more = co_await read_more();
    if (!more && timed_out_ && have_ > 0) co_return refuse(Fault::kTooSlow);
    if (!more) co_return Got::kNothing;
  }
  idle_ = false;
  const Got body = co_await read_body();
  co_return body;
}

net::awaitable<Session::Got> Session::read_body() {
  const Head& head = parser_->head();
  Admission admission = host_.application.admit(head);
  if (admission.refused) {
    response_ = std::move(*admission.refused);
    response_.close = response_.close || head.has_body;
    co_return Got::kRefusal;
  }
  if (head.content_length.value_or(0) > admission.body_bytes_max) {
    co_return refuse(Fault::kBodyTooLarge);
  }
  const bool to_file = admission.place == BodyPlace::kFile && head.has_body;
  std::unique_ptr<TempFile> upload;
  if (to_file) {
    auto created = host_.uploads.create();
    if (!created) co_return refuse(Fault::kStorageFailed);
    upload = std::move(*created);
  }
  parser_->expect_body(admission.body_bytes_max, std::move(upload));
  if (head.expects_continue && head.has_body && have_ == 0) {
    auto go_on = net::buffer(kContinueLine.data(), kContinueLine.size());
    Transfer sent = co_await connection_->write_all(go_on);
    if (std::get<0>(sent)) co_return Got::kNothing;
  }
  bool waited = false;
  for (;;) {
    if (have_ > 0 || !head.has_body) feed();
    if (parser_->state() == RequestParser::State::kComplete) co_return Got::kRequest;
    if (parser_->state() == RequestParser::State::kFaulty) co_return refuse(parser_->fault());
    if (have_ == buffer_.size()) co_return refuse(Fault::kMalformed);
    if (!waited) end_by(to_file ? host_.limits.upload_time : host_.limits.body_time);
    waited = true;
    const bool more = co_await read_more();
    if (!more && timed_out_) co_return refuse(Fault::kTooSlow);
    if (!more) co_return Got::kNothing;
  }
}

// ---- answering ---------------------------------------------------------------------------------

Response Session::unanswered() {
  Head head;
  head.headers.push_back({"Accept-Language", language_});
  return host_.application.refuse(Fault::kStopping, head);
}

net::awaitable<Response> Session::completed(Pending pending) {
  Response otherwise = unanswered();
  StartPending start{&waiting_};
  working_ = true;
  Response response = co_await net::async_initiate<const net::use_awaitable_t<>, void(Response)>(
      start, net::use_awaitable, std::move(pending), std::move(otherwise));
  working_ = false;
  std::exchange(waiting_, nullptr)->abandon();
  co_return response;
}

net::awaitable<bool> Session::answer() {
  const bool endless = response_.source != nullptr && !response_.source_bytes;
  if (endless) response_.close = true;
  const bool keep = client_keeps_ && !response_.close && !host_.stopping;
  out_ = response_text(method_, response_, keep);
  timed_out_ = false;
  allow(host_.limits.write_time);
  auto bytes = net::buffer(out_);
  Transfer sent = co_await connection_->write_all(bytes);
  const bool whole = !std::get<0>(sent);
  if (!whole || response_.source == nullptr || method_ == Method::kHead) co_return keep&& whole;
  std::shared_ptr<BodySource> source = std::move(response_.source);
  if (endless) watch_for_end();
  const bool sent_all = co_await send_source(std::move(source));
  co_return keep&& sent_all;
}

// Held weakly: the wait must not keep a session that has ended.
void Session::watch_for_end() {
  connection_->when_heard([weak = weak_from_this()] {
    const auto self = weak.lock();
    if (self == nullptr || !self->connection_->ended()) return;
    self->gone_ = true;
    const auto waiting = self->streaming_ ? self->waiting_ : nullptr;
    if (waiting != nullptr) waiting->complete(Response{});
  });
}

// Each piece has the time of one answer; between pieces the source decides how long it takes, and
// stopping ends the wait. Never more than one piece is in memory.
net::awaitable<bool> Session::send_source(std::shared_ptr<BodySource> source) {
  for (;;) {
    out_.clear();
    const BodySource::Next next = source->next(out_, host_.limits.piece_bytes_max);
    if (next == BodySource::Next::kBytes) {
      allow(host_.limits.write_time);
      auto bytes = net::buffer(out_);
      Transfer sent = co_await connection_->write_all(bytes);
      if (std::get<0>(sent)) co_return false;
      continue;
    }
    if (next != BodySource::Next::kLater || host_.stopping || gone_) {
      co_return next == BodySource::Next::kEnd;
    }
    Pending wait = [source](Done done) { source->wait([done] { done(Response{}); }); };
    streaming_ = true;
    Response woken = co_await completed(std::move(wait));
    streaming_ = false;
  }
}

// A client that still sends would be reset before it reads the answer, were the socket closed at
// once.
net::awaitable<void> Session::linger() {
  connection_->shutdown_send();
  end_by(host_.limits.linger_time);
  std::size_t dropped = 0;
  while (dropped < host_.limits.linger_bytes_max) {
    have_ = 0;
    const bool more = co_await read_more();
    if (!more) break;
    dropped += have_;
  }
}

net::awaitable<void> Session::run(std::shared_ptr<Session> session) {
  Session& self = *session;
  self.begin(self.host_.limits.idle_time);
  for (std::size_t served = 1;; ++served) {
    const Got got = co_await self.read_request();
    if (got == Got::kNothing) break;
    ++self.host_.requests;
    self.method_ = self.parser_->head().method;
    self.client_keeps_ = self.parser_->head().keep_alive;
    if (got == Got::kRequest) {
      Request request = self.parser_->take();
      request.head.peer = client_of(self.peer_, request.head);
      self.language_ = request.head.header("Accept-Language");
      Reply reply = self.host_.application.receive(std::move(request));
      if (Pending* pending = std::get_if<Pending>(&reply)) {
        Pending start = std::move(*pending);
        Response response = co_await self.completed(std::move(start));
        self.response_ = std::move(response);
      } else {
        self.response_ = std::move(std::get<Response>(reply));
      }
    }
    const bool last = served >= self.host_.limits.requests_per_connection_max;
    self.response_.close = self.response_.close || last;
    const bool keep = co_await self.answer();
    if (self.response_.close) co_await self.linger();
    if (!keep) break;
  }
  self.finish();
}

net::awaitable<void> Session::turn_away(std::shared_ptr<Session> session) {
  Session& self = *session;
  self.begin(self.host_.limits.linger_time);
  self.idle_ = false;
  self.response_ = self.host_.application.refuse(Fault::kTooManyConnections, Head{});
  self.response_.close = true;
  co_await self.answer();
  co_await self.linger();
  self.finish();
}

}  // namespace baobei::http
