// Bytes of a connection to requests, one after the other; it does not read, wait or answer.
//
// Invariants: consumes nothing behind the end of a request, so that pipelined ones stay in the
// caller's buffer; holds at most `body_bytes_max` of a body in memory; trailers are dropped. A
// request with two lengths, two hosts or a line that is not HTTP/1.0 or 1.1 is a fault, never a
// guess: what stands before this server must not be able to read it otherwise.
// Threads: one at a time. Owner: a session.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "http/message.h"

namespace baobei::http {

// What a session refuses by itself; an Application words it.
enum class Fault {
  kMalformed,           // 400
  kTooSlow,             // 408
  kBodyTooLarge,        // 413
  kUnknownExpectation,  // 417
  kHeaderTooLarge,      // 431
  kStorageFailed,       // 503, an upload could not be kept
  kTooManyConnections,  // 503
  kStopping,            // 503
};

class RequestParser {
 public:
  enum class State {
    kNeedsMore,  // within the header or the body
    kHeadDone,   // head() is complete; say where the body goes, then feed on
    kComplete,
    kFaulty,
  };

  RequestParser(std::size_t header_bytes_max, std::size_t headers_max);
  ~RequestParser();

  // Consumes from the front of `bytes`, which must begin where the last call stopped. Returns how
  // many were consumed; the rest is wanted again, with more behind it.
  std::size_t feed(std::string_view bytes);

  State state() const;
  Fault fault() const;    // of kFaulty
  bool got_some() const;  // a first byte of the request arrived
  const Head& head() const;

  // Between kHeadDone and the next feed. `upload` null: into memory.
  void expect_body(std::uint64_t body_bytes_max, std::unique_ptr<TempFile> upload);

  // Of kComplete, once.
  Request take();

 private:
  class Machine;
  std::unique_ptr<Machine> machine_;
};

}  // namespace baobei::http
