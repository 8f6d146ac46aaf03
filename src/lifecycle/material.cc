// What an office asks for beside the case (R11), and the number of its reply.
#include <algorithm>

#include "base/text.h"
#include "lifecycle/draft.h"

namespace baobei::lifecycle {
namespace {

constexpr std::string_view kSigns[] = {"-",  "—",  "–",  "/",  ".",  "(",  ")",
                                       "[",  "]",  "#",  "№",  "（", "）", "〔",
                                       "〕", "【", "】", "《", "》", "·",  "〇"};

bool is_letter_or_digit(std::string_view character) {
  if (character.size() == 1) {
    const char c = character[0];
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }
  const bool unified = character >= "一" && character <= "鿿";  // U+4E00 to U+9FFF
  const bool extension = character >= "㐀" && character <= "䶿";
  const bool wide = (character >= "０" && character <= "９") ||
                    (character >= "Ａ" && character <= "Ｚ") ||
                    (character >= "ａ" && character <= "ｚ");
  return character.size() == 3 && (unified || extension || wide);
}

}  // namespace

bool is_reply_number(std::string_view text) {
  if (!is_utf8(text) || utf8_length(text) > kReplyNumberCharactersMax) return false;
  bool blank = true;  // before the first character, and behind a blank, stands no blank
  while (!text.empty()) {
    const auto character = utf8_prefix(text, 1);
    text.remove_prefix(character.size());
    const bool is_blank = character == " ";
    if (is_blank && blank) return false;
    blank = is_blank;
    const bool sign = std::ranges::find(kSigns, character) != std::end(kSigns);
    if (!is_blank && !sign && !is_letter_or_digit(character)) return false;
  }
  return !blank;
}

const MaterialRequest* find_request(const App& app, RequestNo no) {
  const bool there = app.requests && no >= 1 && no <= app.requests->size();
  return there ? &(*app.requests)[no - 1] : nullptr;
}

RequestState state_of(const App& app, const MaterialRequest& request) {
  if (request.reply) return RequestState::kReplied;
  const auto* entry = find_entry(app, request.entry);
  return entry != nullptr && is_open(entry->state) ? RequestState::kOpen : RequestState::kClosed;
}

std::size_t requests_of_entry(const App& app, EntryNo no) {
  if (!app.requests) return 0;
  return static_cast<std::size_t>(std::ranges::count(*app.requests, no, &MaterialRequest::entry));
}

Guarded decide_on(Draft& draft, const RequestMaterial& command) {
  const auto* entry = find_entry(draft.app, command.entry);
  REFUSE_IF(entry != nullptr && draft.actor.region != entry->region, kNotYourRegion);
  REFUSE_IF(entry == nullptr, kUnknownEntry);
  REFUSE_IF(!is_open(entry->state), kNotInState);
  REFUSE_IF(command.text.is_zero(), kReasonMissing);
  REFUSE_IF(entry->state == EntryState::kToBeHandedOver, kEntryNotOpen);
  REFUSE_IF(requests_of_entry(draft.app, command.entry) >= kRequestsOfEntryMax, kTooManyRequests);
  REFUSE_IF(command.wanted_by && *command.wanted_by <= draft.at, kWantedByPassed);
  const std::size_t made = draft.app.requests ? draft.app.requests->size() : 0;
  draft.add(MaterialRequested{static_cast<RequestNo>(made + 1), command.entry, command.text,
                              command.wanted_by});
  return std::nullopt;
}

Guarded decide_on(Draft& draft, const ReplyToRequest& command) {
  const auto* request = find_request(draft.app, command.request);
  REFUSE_IF(request == nullptr, kUnknownRequest);
  REFUSE_IF(state_of(draft.app, *request) != RequestState::kOpen, kNotInState);
  REFUSE_IF(command.text.is_zero(), kReasonMissing);
  draft.add(MaterialReplied{command.request, request->entry, command.text, command.documents});
  return std::nullopt;
}

}  // namespace baobei::lifecycle
