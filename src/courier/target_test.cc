// Addresses that may be called and those that may not: tables.
#include "courier/target.h"

#include <gtest/gtest.h>

#include <span>

#include "courier/addresses.h"

namespace baobei::courier {
namespace {

struct AddressRow {
  const char* address;
  bool is_public;
};

void check(std::span<const AddressRow> rows) {
  for (const auto& row : rows) {
    EXPECT_EQ(is_public_unicast(std::string(row.address)), row.is_public) << row.address;
  }
}

TEST(Addresses, of_version_4_are_public_unicast_or_not_called) {
  const AddressRow rows[] = {
      {"0.0.0.0", false},         {"0.255.255.255", false},   {"1.0.0.0", true},
      {"9.255.255.255", true},    {"10.0.0.0", false},        {"10.255.255.255", false},
      {"11.0.0.0", true},         {"100.63.255.255", true},   {"100.64.0.0", false},
      {"100.127.255.255", false}, {"100.128.0.0", true},      {"127.0.0.1", false},
      {"127.255.255.254", false}, {"128.0.0.0", true},        {"169.253.255.255", true},
      {"169.254.169.254", false}, {"169.255.0.0", true},      {"172.15.255.255", true},
      {"172.16.0.0", false},      {"172.31.255.255", false},  {"172.32.0.0", true},
      {"192.0.0.8", false},       {"192.0.1.1", true},        {"192.0.2.1", false},
      {"192.88.99.1", false},     {"192.167.255.255", true},  {"192.168.0.0", false},
      {"192.168.255.255", false}, {"192.169.0.0", true},      {"198.17.255.255", true},
      {"198.18.0.0", false},      {"198.19.255.255", false},  {"198.20.0.0", true},
      {"198.51.100.7", false},    {"203.0.113.7", false},     {"223.255.255.255", true},
      {"224.0.0.1", false},       {"239.255.255.255", false}, {"240.0.0.1", false},
      {"255.255.255.255", false}, {"8.8.8.8", true},
  };
  check(rows);
}

TEST(Addresses, of_version_6_are_public_unicast_or_not_called) {
  const AddressRow rows[] = {
      {"::", false},
      {"::1", false},
      {"::127.0.0.1", false},
      {"::8.8.8.8", false},
      {"::ffff:127.0.0.1", false},
      {"::ffff:10.0.0.1", false},
      {"::ffff:8.8.8.8", false},
      {"64:ff9b::8.8.8.8", true},
      {"64:ff9b::127.0.0.1", false},
      {"64:ff9b::169.254.169.254", false},
      {"64:ff9b:1::8.8.8.8", false},
      {"100::1", false},
      {"2001::1", false},
      {"2001:2::1", false},
      {"2001:10::1", false},
      {"2001:1ff:ffff::1", false},
      {"2001:200::1", true},
      {"2001:db8::1", false},
      {"2001:db9::1", true},
      {"2002:7f00:1::1", false},
      {"2002:808:808::1", false},
      {"2606:4700::1111", true},
      {"3fff::1", false},
      {"3fff:1000::1", true},
      {"4000::1", false},
      {"5f00::1", false},
      {"fc00::1", false},
      {"fd12:3456::1", false},
      {"fe80::1", false},
      {"fec0::1", false},
      {"ff02::1", false},
      {"not an address", false},
      {"", false},
  };
  check(rows);
}

TEST(Targets, are_held_to_the_rules) {
  const auto allowed = AllowList::of({"127.0.0.1:9000", "[::1]:9000", "Hooks.internal:8443"});
  ASSERT_TRUE(allowed) << to_string(allowed.error());
  struct Row {
    std::string url;
    std::string kept;  // "": refused
  };
  const Row rows[] = {
      {"https://hooks.example.com/a?b=c", "https://hooks.example.com/a?b=c"},
      {"https://hooks.example.com:8443", "https://hooks.example.com:8443/"},
      {"https://8.8.8.8/", "https://8.8.8.8/"},
      {"http://127.0.0.1:9000/hook", "http://127.0.0.1:9000/hook"},
      {"http://[::1]:9000/hook", "http://[::1]:9000/hook"},
      {"https://hooks.internal:8443/", "https://hooks.internal:8443/"},
      {"http://HOOKS.internal:8443/", "http://HOOKS.internal:8443/"},
      // in clear, though it is not on the list
      {"http://hooks.example.com/", ""},
      {"http://127.0.0.1:9001/", ""},
      {"http://127.0.0.1/", ""},
      // not public, in every notation
      {"https://127.0.0.1/", ""},
      {"https://127.0.0.1:9001/", ""},
      {"https://2130706433/", ""},
      {"https://0x7f000001/", ""},
      {"https://0x7f.1/", ""},
      {"https://017700000001/", ""},
      {"https://127.1/", ""},
      {"https://0/", ""},
      {"https://10.1.2.3/", ""},
      {"https://169.254.169.254/latest/meta-data", ""},
      {"https://100.64.0.1/", ""},
      {"https://[::]/", ""},
      {"https://[::1]/", ""},
      {"https://[::ffff:127.0.0.1]/", ""},
      {"https://[fe80::1%25eth0]/", ""},
      {"https://[fd00::1]/", ""},
      // not an address of the web, or with what has no place in one
      {"ftp://hooks.example.com/", ""},
      {"file:///etc/passwd", ""},
      {"gopher://127.0.0.1:9000/", ""},
      {"hooks.example.com", ""},
      {"https://", ""},
      {"https://user:password@hooks.example.com/", ""},
      {"https://user@hooks.example.com/", ""},
      {"https://hooks.example.com/#fragment", ""},
      {"https://hooks.example.com:0/", ""},
      {"https://hooks.example.com:65536/", ""},
      {"https://hooks.example.com/a b", ""},
      {"https://hooks.example.com/\r\nX-Header: 1", ""},
      {"https://钩子.example.com/", ""},
      {"https://hooks.example.com/" + std::string(1'000, 'a'), ""},
      {"", ""},
  };
  for (const auto& row : rows) {
    const auto target = target_of(row.url, *allowed);
    EXPECT_EQ(target ? target->url : "", row.kept) << row.url;
    if (!target) {
      EXPECT_EQ(target.error().context, "/url") << row.url;
    }
  }
}

TEST(Targets, an_entry_of_the_operators_list_is_a_host_with_its_port) {
  for (const char* entry : {"127.0.0.1", "host:0", "host:65536", "http://host:1", "host:1/a", "",
                            "a@host:1", "host:1#x", "host 1:1"}) {
    EXPECT_FALSE(AllowList::of({entry})) << entry;
  }
}

}  // namespace
}  // namespace baobei::courier
