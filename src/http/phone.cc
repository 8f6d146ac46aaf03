#include "http/phone.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace baobei::http {
namespace {

// E.164: the country's code included.
constexpr std::size_t kDigitsMin = 8;
constexpr std::size_t kDigitsMax = 15;
constexpr std::string_view kMainland = "86";

// A number within the mainland, without the 0 that is dialled before an area code.
struct Plan {
  char first;
  std::string_view second;  // any of these digits
  std::size_t digits_min;
  std::size_t digits_max;
};
constexpr std::array<Plan, 4> kAreas = {{
    {'1', "3456789", 11, 11},     // mobiles
    {'1', "0", 10, 10},           // 010, and eight digits
    {'2', "0123456789", 10, 10},  // 020 to 029, likewise
    // Areas of three digits, and seven or eight.
    {'\0', "0123456789", 10, 11},
}};
constexpr std::array<std::string_view, 2> kServices = {"400", "800"};

std::unexpected<catalogue::Text> fault(std::string zh, std::string en) {
  return std::unexpected(catalogue::Text{std::move(zh), std::move(en)});
}

std::unexpected<catalogue::Text> odd_characters() {
  return fault("号码只能含数字、空格、连字符和括号，国际号码以 + 开头；分机号请不要填写。",
               "A number holds digits, blanks, hyphens and brackets, and begins with + where it is "
               "international; leave out an extension.");
}

// Full-width digits and signs as the narrow ones; nullopt for what belongs to no number.
std::optional<std::string> plain(std::string_view text) {
  constexpr std::string_view kSigns = " -()./";
  std::string out;
  while (!text.empty()) {
    const auto one = utf8_prefix(text, 1);
    text.remove_prefix(one.size());
    char c = one.front();
    // U+FF01 to U+FF5E stand for the characters of ASCII in their order.
    if (one.size() == 3 && one.starts_with("\xEF\xBC")) {
      c = static_cast<char>(static_cast<unsigned char>(one[2]) - 0x80 + 0x20);
    } else if (one.size() != 1) {
      return std::nullopt;
    }
    if (kSigns.find(c) != std::string_view::npos) continue;
    const bool digit = c >= '0' && c <= '9';
    if (!digit && !(c == '+' && out.empty())) return std::nullopt;
    out += c;
  }
  return out;
}

bool fits(const Plan& plan, std::string_view digits) {
  const bool first = plan.first == '\0' ? digits[0] >= '3' : digits[0] == plan.first;
  return first && plan.second.find(digits[1]) != std::string_view::npos &&
         digits.size() >= plan.digits_min && digits.size() <= plan.digits_max;
}

bool is_service(std::string_view digits) {
  return digits.size() == 10 &&
         std::ranges::find(kServices, digits.substr(0, 3)) != kServices.end();
}

bool is_mobile(std::string_view digits) {
  return digits.size() >= 2 && fits(kAreas[0], digits);
}

// Of the mainland, without its code; `dialled`: as it is dialled there.
std::expected<std::string, catalogue::Text> mainland(std::string_view digits, bool dialled) {
  const bool with_area = !dialled || digits.starts_with('0');
  if (digits.starts_with('0')) digits.remove_prefix(1);
  auto whole = "+" + std::string(kMainland) + std::string(digits);
  if (is_service(digits) || is_mobile(digits)) return whole;
  if (!with_area && (digits.size() == 7 || digits.size() == 8)) {
    return fault("固定电话请带区号，例如 010 开头再加八位号码。",
                 "A landline needs its area code: 010, for instance, before the eight digits.");
  }
  const bool known =
      with_area && digits.size() >= 2 &&
      std::ranges::any_of(kAreas, [&](const Plan& plan) { return fits(plan, digits); });
  if (known) return whole;
  return fault("位数不对：手机号 11 位，400 或 800 号码 10 位，固定电话为带 0 的区号加 7 或 8 位。",
               "Not a number of the mainland: mobiles have 11 digits, 400 and 800 numbers 10, "
               "landlines an area code with its 0 and 7 or 8 digits.");
}

}  // namespace

std::expected<std::string, catalogue::Text> read_phone(std::string_view text) {
  const auto trimmed = trim(text);
  if (!is_utf8(trimmed) || utf8_length(trimmed) > kPhoneCharactersMax) return odd_characters();
  const auto number = plain(trimmed);
  if (!number || number->empty()) return odd_characters();
  std::string_view digits = *number;
  const bool plus = digits.starts_with('+');
  const bool abroad = plus || digits.starts_with("00");
  if (!abroad) {
    // 86 before a mobile, its + forgotten.
    if (digits.starts_with(kMainland) && is_mobile(digits.substr(2))) return "+" + *number;
    return mainland(digits, true);
  }
  digits.remove_prefix(plus ? 1 : 2);
  if (digits.starts_with(kMainland)) return mainland(digits.substr(2), false);
  const bool fits_all =
      digits.size() >= kDigitsMin && digits.size() <= kDigitsMax && !digits.starts_with('0');
  if (fits_all) return "+" + std::string(digits);
  return fault(
      "国际号码为 + 加国家或地区代码与号码，共 8 至 15 位数字。",
      "An international number is + with the country's code and the number, 8 to 15 digits "
      "altogether.");
}

}  // namespace baobei::http
