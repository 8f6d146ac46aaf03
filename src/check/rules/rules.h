// The rules, one function and one file each; check/rule.h says how to add one. Pure.
#pragma once

#include "check/rule.h"

namespace baobei::check::rules {

Rule app_json_missing();
Rule background_mode_missing();
Rule code_uncompressed();
Rule compiled_package();
Rule component_missing();
Rule component_unused();
Rule covering_set();
Rule custom_tab_bar_missing();
Rule date_gate();
Rule declared_unused();
Rule domain_used();
Rule file_unreached();
Rule filing_follows();
Rule guide_item();
Rule host_unusable();
Rule include_missing();
Rule insecure_address();
Rule interface_deprecated();
Rule json_dialect();
Rule json_duplicate_key();
Rule json_invalid();
Rule jump_target_missing();
Rule large_media();
Rule lazy_code();
Rule location_exclusive();
Rule location_undeclared();
Rule location_unreached();
Rule module_missing();
Rule none_exists();
Rule not_open();
Rule npm_missing();
Rule package_size();
Rule page_duplicate();
Rule page_files_missing();
Rule pages_empty();
Rule permission_missing();
Rule plugin_entry_missing();
Rule plugin_invalid();
Rule plugin_undeclared();
Rule privacy_page_missing();
Rule private_infos_invalid();
Rule remote_code();
Rule secret_in_code();
Rule settings_invalid();
Rule sitemap_missing();
Rule subpackage_invalid();
Rule subpackage_reach();
Rule suppression_expired();
Rule suppression_incomplete();
Rule tab_bar_count();
Rule tab_bar_icon();
Rule tab_bar_page();
Rule total_size();
Rule undeclared();
Rule unsupported();
Rule web_view_target();
Rule workers_missing();
Rule wxml_unclosed();
Rule wxs_syntax();

}  // namespace baobei::check::rules
