// One connection's requests, in order, within the limits. Heavy: it names Asio; session.cc and
// server.cc only.
//
// Invariants: a Session is kept alive by its own coroutine and timer; it deregisters when the
// coroutine ends. Of an answer that comes by and by (BodySource) it holds one piece at a time.
// Threads: everything but request_stop() and abandon() on its strand.
#pragma once

#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <condition_variable>
#include <map>
#include <mutex>
#include <vector>

#include "http/connection.h"
#include "http/server.h"

namespace baobei::http {

class Session;
class Completion;

// Connections beyond the limit that are told so at one time; more are closed without a word.
inline constexpr std::size_t kTurnedAwayMax = 64;

// What all sessions of a server share.
class SessionHost {
 public:
  SessionHost(Application& app, Limits session_limits, const std::string& upload_directory)
      : application(app),
        limits(session_limits),
        uploads(upload_directory, session_limits.uploads_max) {}

  enum class Room { kYes, kTurnAway, kNone };
  Room add(const std::shared_ptr<Session>& session);
  void remove(const Session* session);
  std::vector<std::shared_ptr<Session>> all();
  std::size_t open();
  // Waits until no session is left, at most `limit`. False where some are.
  bool wait_until_none(Duration limit);

  Application& application;
  const Limits limits;
  TempFolder uploads;
  std::atomic<bool> stopping{false};
  std::atomic<std::uint64_t> requests{0};

 private:
  std::mutex mutex_;
  std::condition_variable none_left_;
  std::map<const Session*, std::weak_ptr<Session>> sessions_;
};

class Session : public std::enable_shared_from_this<Session> {
 public:
  // `peer`: the other end. `proxied`: it is a trusted proxy that says for whom it asks.
  struct Peer {
    std::string address;
    bool proxied = false;
  };
  Session(std::unique_ptr<Connection> connection, const Strand& strand, SessionHost& host,
          Peer peer);
  ~Session();

  // Serves requests until either side has had enough.
  static net::awaitable<void> run(std::shared_ptr<Session> session);
  // Says that there are too many connections, and ends.
  static net::awaitable<void> turn_away(std::shared_ptr<Session> session);

  // Any thread: ends when idle, after the running request otherwise.
  void request_stop();
  // After the I/O threads have ended: a later Done finds nothing.
  void abandon();

 private:
  enum class Got { kRequest, kRefusal, kNothing };

  net::awaitable<Got> read_request();
  net::awaitable<Got> read_body();
  net::awaitable<bool> read_more();
  net::awaitable<bool> answer();
  net::awaitable<bool> send_source(std::shared_ptr<BodySource> source);
  // Notes when the client of an endless answer is gone, while nothing is sent to it.
  void watch_for_end();
  net::awaitable<void> linger();
  net::awaitable<Response> completed(Pending pending);

  // Feeds what is buffered; keeps the rest at the front.
  void feed();
  Got refuse(Fault fault);
  // What is answered for a service that never does.
  Response unanswered();
  void begin(Duration first_end);
  void finish();
  // Cut off at that time; `allow` may be late by up to the time that was allowed before, and costs
  // no timer operation.
  void end_by(Duration from_now);
  void allow(Duration from_now);
  void arm();
  void on_timer();

  std::unique_ptr<Connection> connection_;
  Strand strand_;
  const Peer peer_;
  SessionHost& host_;
  net::steady_timer timer_;
  std::chrono::steady_clock::time_point end_;
  std::vector<char> buffer_;
  std::size_t have_ = 0;
  std::unique_ptr<RequestParser> parser_;
  Response response_;
  Method method_ = Method::kGet;  // of the request that is answered
  bool client_keeps_ = false;
  std::string language_;  // the client's Accept-Language: the request itself is handed on
  std::string out_;
  std::shared_ptr<Completion> waiting_;  // while another thread has the word
  bool idle_ = true;                     // between requests: may be cut at any time
  bool working_ = false;                 // the service has the request: its own limits hold
  bool streaming_ = false;               // waits for more of a body that comes by and by
  bool gone_ = false;                    // the client of an endless answer
  bool timed_out_ = false;
  bool ended_ = false;
};

}  // namespace baobei::http
