#include "http/upload_sweep.h"

namespace baobei::http {

void sweep_uploads(Services& services) {
  const auto ids = services.uploads->expired(services.clock.now(), kSweptAtOnceMax);
  if (!ids) return services.report(ids.error());
  for (const auto& id : *ids) {
    auto hold = services.partials->hold(id);
    if (!hold) continue;
    hold->remove();
    services.commands.write([&uploads = *services.uploads, id] { return uploads.remove(id); },
                            [&services](const Status& removed) {
                              if (!removed) services.report(removed.error());
                            });
  }
}

}  // namespace baobei::http
