// The receipt of a filing, put together from the case file and the log. Threads: any.
#pragma once

#include "http/services.h"
#include "lifecycle/app.h"
#include "receipts/receipts.h"

namespace baobei::http {

struct FiledEntry {
  lifecycle::App app;
  lifecycle::Entry entry;
};

// The log's event of that type about the entry, as the viewer may read it.
Result<engine::LoggedEvent> event_of_entry(const engine::Viewer& viewer, Services& services,
                                           const lifecycle::AppId& app, std::string_view type,
                                           lifecycle::EntryNo no);

// Unsigned, and of no kind yet. `catalogue`: in force when the period began (R25).
Result<receipts::Receipt> receipt_of(const FiledEntry& filed, const engine::LoggedEvent& event,
                                     const Services& services);

// Of an entry whose period has begun.
Result<receipts::SignedReceipt> filing_receipt(const engine::Viewer& viewer, Services& services,
                                               const FiledEntry& filed);

}  // namespace baobei::http
