#include "http/filing_query.h"

#include "engine/search_ports.h"
#include "http/contact_vault.h"
#include "http/list_query.h"
#include "http/request_json.h"

namespace baobei::http {
namespace {

Result<std::optional<Instant>> instant_of(const Call& call, std::string_view name) {
  const auto text = call.query(name);
  if (!text) return std::optional<Instant>();
  TRY_ASSIGN(const auto instant, read_instant(std::string(*text), std::string(name)));
  return std::optional(instant);
}

Result<engine::FilingOrder> order_of_filings(const Call& call, bool by_answer) {
  const auto text = call.query("sort");
  if (!text) return by_answer ? engine::FilingOrder::kAnswered : engine::FilingOrder::kDue;
  const auto order = enum_from_wire<engine::FilingOrder>(*text);
  if (!order) return fail(ErrorKind::kInvalid, "due, newest or answered is expected", "sort");
  if (by_answer && *order != engine::FilingOrder::kAnswered) {
    return fail(ErrorKind::kInvalid, "with answered_from or answered_to it is answered", "sort");
  }
  return *order;
}

}  // namespace

Result<engine::Listed<engine::EntryListItem>> filings_asked_for(const Call& call,
                                                                Services& services,
                                                                const engine::Page& page) {
  engine::FilingFilter filter;
  TRY_ASSIGN(filter.states, states_of<lifecycle::EntryState>(call));
  filter.region = call.query("region").value_or("");
  TRY_ASSIGN(filter.late, flag_of(call, "late"));
  TRY_ASSIGN(filter.answered_from, instant_of(call, "answered_from"));
  TRY_ASSIGN(filter.answered_to, instant_of(call, "answered_to"));
  if (filter.answered_from && filter.answered_to && *filter.answered_to <= *filter.answered_from) {
    return fail(ErrorKind::kInvalid, "it lies before answered_from", "answered_to");
  }
  TRY_ASSIGN(filter.order, order_of_filings(call, filter.answered_from || filter.answered_to));
  const auto words = call.query("q");
  filter.words = words.value_or("");
  if (words && filter.words.empty()) {
    return fail(ErrorKind::kInvalid, "2 to 50 characters are expected", "q");
  }
  TRY_ASSIGN(filter.subjects, subjects_of_phone(filter.words, services));
  TRY_ASSIGN(filter.channels, channels_of(call));
  const bool plain = !words && filter.channels.empty() && !filter.late &&
                     filter.order != engine::FilingOrder::kAnswered;
  if (!plain) return services.search->filings(call.viewer(), filter, page);
  const auto order = filter.order == engine::FilingOrder::kDue ? engine::ListOrder::kDue
                                                               : engine::ListOrder::kNewest;
  return services.reader.entries(call.viewer(), {filter.states, order, filter.region}, page);
}

}  // namespace baobei::http
