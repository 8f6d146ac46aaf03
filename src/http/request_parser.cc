#include "http/request_parser.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <limits>

namespace baobei::http {
namespace {

namespace beast_http = boost::beast::http;
using beast_http::verb;
using ErrorCode = boost::beast::error_code;
using StringView = boost::beast::string_view;

std::string to_string(StringView text) {
  return {text.data(), text.size()};
}

Method method_of(verb method) {
  switch (method) {
    case verb::get:
      return Method::kGet;
    case verb::head:
      return Method::kHead;
    case verb::post:
      return Method::kPost;
    case verb::put:
      return Method::kPut;
    case verb::patch:
      return Method::kPatch;
    case verb::delete_:
      return Method::kDelete;
    case verb::options:
      return Method::kOptions;
    default:
      return Method::kOther;
  }
}

// "/v1/apps?after=x", or the absolute form that clients send to proxies.
bool split_target(std::string_view target, Head& head) {
  const auto scheme = target.find("://");
  if (!target.starts_with('/') && scheme != std::string_view::npos) {
    const auto path = target.find('/', scheme + 3);
    target = path == std::string_view::npos ? "/" : target.substr(path);
  }
  if (!target.starts_with('/') && target != "*") return false;
  target = target.substr(0, target.find('#'));
  const auto question = target.find('?');
  head.path = target.substr(0, question);
  if (question != std::string_view::npos) head.query = target.substr(question + 1);
  return true;
}

}  // namespace

// Beast's parser calls these as it recognises the parts. Errors are our own codes, read back in
// feed(): `error::body_limit` and so on carry no more than the fault.
class RequestParser::Machine final : public beast_http::basic_parser<true> {
 public:
  Machine(std::size_t header_bytes_max, std::size_t headers_max) : headers_max_(headers_max) {
    header_limit(static_cast<std::uint32_t>(header_bytes_max));
    body_limit(boost::none);  // counted per route, answered with 413
    eager(false);             // stops behind the header
  }

  Request request;
  std::uint64_t body_bytes_max = 0;
  std::uint64_t body_bytes = 0;
  State state = State::kNeedsMore;
  Fault fault = Fault::kMalformed;
  bool header_done = false;

  void fail_with(Fault which, ErrorCode& error) {
    fault = which;
    state = State::kFaulty;
    error = beast_http::error::bad_value;
  }

 private:
  void on_request_impl(verb method, StringView, StringView target, int version,
                       ErrorCode& error) override {
    request.head.method = method_of(method);
    version_ = version;
    if (!split_target({target.data(), target.size()}, request.head)) {
      fail_with(Fault::kMalformed, error);
    }
  }

  void on_response_impl(int, StringView, int, ErrorCode&) override {}

  void on_field_impl(beast_http::field field, StringView name, StringView value,
                     ErrorCode& error) override {
    if (header_done) return;  // a trailer
    if (field == beast_http::field::host) ++hosts_;
    if (request.head.headers.size() >= headers_max_) {
      return fail_with(Fault::kHeaderTooLarge, error);
    }
    request.head.headers.push_back({to_string(name), to_string(value)});
  }

  void on_header_impl(ErrorCode& error) override {
    header_done = true;
    if (hosts_ > 1 || (version_ == 11 && hosts_ == 0)) return fail_with(Fault::kMalformed, error);
    auto& head = request.head;
    head.keep_alive = keep_alive();
    head.has_body = chunked() || content_length().value_or(0) > 0;
    if (const auto length = content_length()) head.content_length = *length;
    const auto expectation = head.header("Expect");
    if (expectation.empty() || version_ < 11) return;
    if (!equal_ignoring_case(expectation, "100-continue")) {
      return fail_with(Fault::kUnknownExpectation, error);
    }
    head.expects_continue = true;
  }

  void on_body_init_impl(const boost::optional<std::uint64_t>&, ErrorCode&) override {}

  std::size_t on_body_impl(StringView piece, ErrorCode& error) override {
    body_bytes += piece.size();
    if (body_bytes > body_bytes_max) {
      fail_with(Fault::kBodyTooLarge, error);
    } else if (request.upload == nullptr) {
      request.body.append(piece.data(), piece.size());
    } else if (!request.upload->append({piece.data(), piece.size()})) {
      fail_with(Fault::kStorageFailed, error);
    }
    return piece.size();
  }

  void on_chunk_header_impl(std::uint64_t, StringView, ErrorCode&) override {}

  std::size_t on_chunk_body_impl(std::uint64_t, StringView piece, ErrorCode& error) override {
    return on_body_impl(piece, error);
  }

  void on_finish_impl(ErrorCode& error) override {
    if (request.upload != nullptr && !request.upload->finish()) {
      fail_with(Fault::kStorageFailed, error);
    }
  }

  std::size_t headers_max_;
  int version_ = 0;
  int hosts_ = 0;
};

RequestParser::RequestParser(std::size_t header_bytes_max, std::size_t headers_max)
    : machine_(std::make_unique<Machine>(header_bytes_max, headers_max)) {}

RequestParser::~RequestParser() = default;

std::size_t RequestParser::feed(std::string_view bytes) {
  Machine& machine = *machine_;
  if (machine.state == State::kHeadDone) machine.state = State::kNeedsMore;
  if (machine.state != State::kNeedsMore) return 0;
  const bool header_before = machine.header_done;
  if (machine.is_done()) {  // there was no body behind the header
    machine.state = State::kComplete;
    return 0;
  }
  ErrorCode error;
  const auto consumed = machine.put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
  if (machine.state == State::kFaulty) return consumed;
  if (error && error != beast_http::error::need_more) {
    machine.state = State::kFaulty;
    machine.fault =
        error == beast_http::error::header_limit ? Fault::kHeaderTooLarge : Fault::kMalformed;
  } else if (machine.is_done() && header_before) {
    machine.state = State::kComplete;
  } else if (machine.header_done && !header_before) {
    // Complete or not: the caller looks at the header first, and calls again.
    machine.state = State::kHeadDone;
    machine.eager(true);
  }
  return consumed;
}

RequestParser::State RequestParser::state() const {
  return machine_->state;
}
Fault RequestParser::fault() const {
  return machine_->fault;
}
bool RequestParser::got_some() const {
  return machine_->got_some();
}
const Head& RequestParser::head() const {
  return machine_->request.head;
}

void RequestParser::expect_body(std::uint64_t body_bytes_max, std::unique_ptr<TempFile> upload) {
  machine_->body_bytes_max = body_bytes_max;
  machine_->request.upload = std::move(upload);
}

Request RequestParser::take() {
  return std::move(machine_->request);
}

}  // namespace baobei::http
