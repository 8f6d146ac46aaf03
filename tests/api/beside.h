// What stands beside the case files, by the contract: webhooks, the log's proofs.
#pragma once

#include "contract.h"

namespace baobei::api {

void tell_of_webhooks(Contract& contract);
void tell_of_proofs(Contract& contract);

}  // namespace baobei::api
