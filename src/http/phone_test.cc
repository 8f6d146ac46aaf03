#include "http/phone.h"

#include <gtest/gtest.h>

#include <vector>

namespace baobei::http {
namespace {

struct PhoneRow {
  std::string written;
  std::string number;  // empty: none
};

// Numbers that nobody has: no local number begins with 0, and no mobile ends in so many of them.
const std::vector<PhoneRow> kPhoneRows = {
    {"13000000000", "+8613000000000"},
    {" +86 130-0000-0000 ", "+8613000000000"},
    {"86 13000000000", "+8613000000000"},
    {"0086 130 0000 0000", "+8613000000000"},
    {"013000000000", "+8613000000000"},
    {"＋８６ １３０００００００００", "+8613000000000"},
    {"010-0000 0001", "+861000000001"},
    {"(010) 00000001", "+861000000001"},
    {"（０１０）00000001", "+861000000001"},
    {"+86 10 0000 0001", "+861000000001"},
    {"0571-00000001", "+8657100000001"},
    {"0571-0000001", "+865710000001"},
    {"028 00000001", "+862800000001"},
    {"400-000-0001", "+864000000001"},
    {"+86 400 000 0001", "+864000000001"},
    {"800 000 0001", "+868000000001"},
    {"+852 0000 0001", "+85200000001"},
    {"+1 555 555 0100", "+15555550100"},
    {"", ""},
    {"+", ""},
    {"++86", ""},
    {"1+3000000000", ""},
    {"00000001", ""},
    {"0000001", ""},
    {"12000000000", ""},
    {"1300000000", ""},
    {"130000000000", ""},
    {"010-0000001", ""},
    {"0571-000001", ""},
    {"400-000-00011", ""},
    {"+86 130", ""},
    {"+1234567", ""},
    {"+1234567890123456", ""},
    {"010-00000001 转 12", ""},
    {"one two three", ""},
    {"\xFF\xFE", ""},
    {std::string(500, '1'), ""},
};

TEST(Phone, is_read_however_it_is_written) {
  for (const auto& row : kPhoneRows) {
    const auto number = read_phone(row.written);
    EXPECT_EQ(number.value_or(""), row.number) << row.written;
    if (number) continue;
    EXPECT_FALSE(number.error().zh.empty()) << row.written;
    EXPECT_FALSE(number.error().en.empty()) << row.written;
  }
}

TEST(Phone, says_what_is_missing) {
  EXPECT_NE(read_phone("57100001").error().zh.find("区号"), std::string::npos);
  EXPECT_NE(read_phone("57100001").error().en.find("area code"), std::string::npos);
  EXPECT_NE(read_phone("010-00000001转1").error().zh.find("分机"), std::string::npos);
  EXPECT_NE(read_phone("+1234").error().en.find("8 to 15"), std::string::npos);
  EXPECT_NE(read_phone("1300000000").error().zh.find("11 位"), std::string::npos);
}

TEST(Phone, stays_what_it_is_when_it_is_read_again) {
  for (const auto& row : kPhoneRows) {
    if (row.number.empty()) continue;
    EXPECT_EQ(read_phone(row.number).value_or(""), row.number);
  }
}

}  // namespace
}  // namespace baobei::http
