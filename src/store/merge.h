// One page out of the lists of several audiences, each sorted alike. Pure; any thread.
#pragma once

#include <algorithm>
#include <vector>

#include "engine/ports.h"
#include "store/cursor.h"

namespace baobei::store {

// A row and what its list is sorted by; two rows with one key are the same row.
template <typename Key, typename Item>
struct Placed {
  Key key;
  Item item;
};

// `rows`: of each audience at least one more than the page holds, where there are as many.
template <typename Key, typename Item, typename Order = std::ranges::less>
engine::Listed<Item> merged(std::vector<Placed<Key, Item>> rows, std::size_t page,
                            Order order = {}) {
  const auto key = &Placed<Key, Item>::key;
  std::ranges::stable_sort(rows, order, key);
  rows.erase(std::ranges::unique(rows, {}, key).begin(), rows.end());
  engine::Listed<Item> list;
  const bool more = rows.size() > page;
  if (more) rows.resize(page);
  if (more) list.next = write_cursor(rows.back().key);
  for (auto& row : rows) list.rows.push_back(std::move(row.item));
  return list;
}

}  // namespace baobei::store
