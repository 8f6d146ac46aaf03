// Builds archives byte by byte for tests, so that they can say what no packing tool would.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.h"

namespace baobei::package {

struct ZipEntry {
  std::string name;
  std::string bytes;
  std::uint16_t flags = 0x0800;  // UTF-8 names; bit 0: encrypted
  std::uint16_t method = 0;      // 0 stored, 8 deflated
  std::uint32_t mode = 0100644;
  std::uint32_t stated_size_more = 0;  // added to the true size in both headers
};

inline std::uint32_t crc32_of(std::string_view bytes) {
  std::uint32_t crc = ~0u;
  for (const char c : bytes) {
    crc ^= static_cast<std::uint8_t>(c);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0u);
  }
  return ~crc;
}

inline void little_endian(std::string& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFF);
}

// Stored entries; `bytes` is put in as it is, so a deflated entry brings its own stream.
inline std::string zip_of(const std::vector<ZipEntry>& entries, std::uint32_t inflated = 0) {
  std::string out;
  std::string directory;
  for (const auto& entry : entries) {
    const auto offset = out.size();
    const auto size = (inflated != 0 ? inflated : static_cast<std::uint32_t>(entry.bytes.size())) +
                      entry.stated_size_more;
    std::string common;
    little_endian(common, entry.flags, 2);
    little_endian(common, entry.method, 2);
    little_endian(common, 0, 4);  // time
    little_endian(common, crc32_of(entry.bytes), 4);
    little_endian(common, entry.bytes.size(), 4);
    little_endian(common, size, 4);
    little_endian(common, entry.name.size(), 2);
    little_endian(common, 0, 2);  // extra
    out += std::string("PK\x03\x04\x14\x00", 6) + common + entry.name + entry.bytes;
    directory += std::string("PK\x01\x02\x14\x03\x14\x00", 8) + common;
    little_endian(directory, 0, 2 + 2 + 2);  // comment, disk, internal
    little_endian(directory, entry.mode << 16, 4);
    little_endian(directory, offset, 4);
    directory += entry.name;
  }
  const auto start = out.size();
  out += directory + std::string("PK\x05\x06\0\0\0\0", 8);
  little_endian(out, entries.size(), 2);
  little_endian(out, entries.size(), 2);
  little_endian(out, directory.size(), 4);
  little_endian(out, start, 4);
  little_endian(out, 0, 2);
  return out;
}

struct TarEntry {
  std::string name;
  std::string bytes;
  char type = '0';
  std::string link = {};
};

inline std::string octal(std::uint64_t value, std::size_t digits) {
  std::string text(digits, '0');
  for (std::size_t i = digits; i-- > 0; value /= 8) text[i] = static_cast<char>('0' + value % 8);
  return text;
}

inline std::string tar_of(const std::vector<TarEntry>& entries) {
  std::string out;
  for (const auto& entry : entries) {
    std::string header(512, '\0');
    header.replace(0, entry.name.size(), entry.name);
    header.replace(100, 7, "0000644");
    header.replace(124, 11, octal(entry.bytes.size(), 11));
    header.replace(136, 11, octal(0, 11));
    header[156] = entry.type;
    header.replace(157, entry.link.size(), entry.link);
    header.replace(257, 8, std::string("ustar\00000", 8));
    header.replace(148, 8, "        ");
    std::uint64_t sum = 0;
    for (const char c : header) sum += static_cast<std::uint8_t>(c);
    header.replace(148, 7, octal(sum, 6) + std::string(1, '\0'));
    out += header + entry.bytes + std::string((512 - entry.bytes.size() % 512) % 512, '\0');
  }
  return out + std::string(1024, '\0');
}

inline void big_endian(std::string& out, std::uint64_t value) {
  for (int i = 3; i >= 0; --i) out += static_cast<char>(value >> (8 * i) & 0xFF);
}

struct WxapkgEntry {
  std::string name;
  std::string bytes;
  std::uint32_t offset_more = 0;  // added to the true offset and size
  std::uint32_t size_more = 0;
};

inline std::string wxapkg_of(const std::vector<WxapkgEntry>& entries,
                             std::uint32_t count_more = 0) {
  std::size_t index_bytes = 4;
  for (const auto& entry : entries) index_bytes += 12 + entry.name.size();
  std::string index;
  std::string data;
  big_endian(index, entries.size() + count_more);
  for (const auto& entry : entries) {
    big_endian(index, entry.name.size());
    index += entry.name;
    big_endian(index, 14 + index_bytes + data.size() + entry.offset_more);
    big_endian(index, entry.bytes.size() + entry.size_more);
    data += entry.bytes;
  }
  std::string out("\xBE");
  big_endian(out, 0);
  big_endian(out, index.size());
  big_endian(out, data.size());
  return out + "\xED" + index + data;
}

inline Fd file_of(std::string_view bytes) {
  auto file = memory_file("test");
  CHECK(file && write_all(file->get(), bytes));
  return std::move(*file);
}

inline Fd empty_file() {
  return file_of("");
}

}  // namespace baobei::package
