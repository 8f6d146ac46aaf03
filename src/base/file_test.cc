#include "base/file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace baobei {
namespace {

Fd file_with(std::string_view bytes) {
  auto file = memory_file("test");
  EXPECT_TRUE(file);
  EXPECT_TRUE(write_all(file->get(), bytes));
  return std::move(*file);
}

TEST(Fd, ClosesOnceAndMoves) {
  Fd first = file_with("x");
  const int number = first.get();
  Fd second = std::move(first);
  EXPECT_FALSE(first.is_open());
  EXPECT_EQ(second.get(), number);
  second.reset();
  EXPECT_EQ(::fcntl(number, F_GETFD), -1);
}

TEST(File, IsClosedOnExec) {
  const Fd file = file_with("");
  EXPECT_TRUE(::fcntl(file.get(), F_GETFD) & FD_CLOEXEC);
}

TEST(File, ReadsAndHashesTheWhole) {
  const std::string bytes(600'000, 'b');
  const Fd file = file_with(bytes);
  EXPECT_EQ(size_of(file.get()), bytes.size());
  EXPECT_EQ(read_file(file.get(), bytes.size()), bytes);
  EXPECT_EQ(read_file(file.get(), bytes.size() - 1).error().kind, ErrorKind::kTooLarge);
  EXPECT_EQ(sha256_of_file(file.get()), sha256(bytes));
}

TEST(File, ReadsNoFurtherThanItsEnd) {
  const Fd file = file_with("abc");
  char out[2] = {};
  EXPECT_TRUE(pread_exactly(file.get(), out, 1));
  EXPECT_EQ(std::string(out, 2), "bc");
  EXPECT_EQ(pread_exactly(file.get(), out, 2).error().kind, ErrorKind::kCorrupt);
}

TEST(File, SaysWhatIsMissing) {
  const auto missing = open_file("/nowhere/at/all", O_RDONLY);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(missing.error().context, "/nowhere/at/all");
  int ends[2] = {};
  ASSERT_EQ(::pipe(ends), 0);
  const Fd reading(ends[0]);
  const Fd writing(ends[1]);
  EXPECT_EQ(size_of(reading.get()).error().kind, ErrorKind::kInvalid);
}

}  // namespace
}  // namespace baobei
