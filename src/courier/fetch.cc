#include "courier/fetch.h"

#include "base/json.h"

namespace baobei::courier {

Result<Page> fetch(const std::string& url, std::vector<std::string> headers, std::string body,
                   const AllowList& allowed) {
  using engine::AttemptOutcome;
  TRY_ASSIGN(auto target, target_of(url, allowed));
  DialLimits limits;
  limits.whole = std::chrono::seconds(10);
  limits.answer_bytes_max = kFetchedBytesMax;
  const auto dialer = curl_dialer(limits);
  std::optional<Dialled> answer;
  dialer->start({std::move(target), std::move(headers), std::move(body), Purpose::kFetch},
                [&](Dialled got) { answer = std::move(got); });
  while (!answer) dialer->turn(std::chrono::milliseconds(100));
  const bool said =
      answer->outcome == AttemptOutcome::kDelivered || answer->outcome == AttemptOutcome::kRefused;
  if (said) return Page{answer->status, std::move(answer->answer)};
  return fail(ErrorKind::kUnavailable, "no answer: " + wire_name(answer->outcome), url);
}

}  // namespace baobei::courier
