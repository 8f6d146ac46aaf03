// Every handler of the table in routes.cc, by the file it lives in.
//
// A handler runs on an I/O thread with a request that is complete and, where the route asks for it,
// authenticated; it answers, or starts what will. What it shows passes through the Viewer.
#pragma once

#include "http/call.h"

namespace baobei::http {

// handlers_server.cc: the server itself, who one is, the sandbox's clock
Reply get_health(Call& call, Services& services);
Reply get_readiness(Call& call, Services& services);
Reply get_server(Call& call, Services& services);
Reply get_me(Call& call, Services& services);
Reply get_sandbox_clock(Call& call, Services& services);
Reply move_sandbox_clock(Call& call, Services& services);

// handlers_health.cc: how it is
Reply get_server_health(Call& call, Services& services);

// handlers_app.cc: the mini-program, its people and its subject
Reply register_app(Call& call, Services& services);
Reply authorise_agency(Call& call, Services& services);
Reply end_authorisation(Call& call, Services& services);
Reply change_subject(Call& call, Services& services);

// handlers_package.cc: versions
Reply upload_package(Call& call, Services& services);
Reply list_packages(Call& call, Services& services);

// handlers_upload.cc: versions that arrive in pieces
Reply begin_upload(Call& call, Services& services);
Reply list_uploads(Call& call, Services& services);
Reply get_upload(Call& call, Services& services);
Reply send_piece(Call& call, Services& services);
Reply complete_upload(Call& call, Services& services);
Reply give_up_upload(Call& call, Services& services);

// handlers_contact.cc: the person who is responsible at a subject
Reply get_case_contact(Call& call, Services& services);
Reply get_contact(Call& call, Services& services);
Reply put_contact(Call& call, Services& services);
Reply remove_contact(Call& call, Services& services);

// handlers_version.cc: what stands in a version
Reply list_version_files(Call& call, Services& services);
Reply get_version_file(Call& call, Services& services);
Reply get_version_picture(Call& call, Services& services);
Reply list_findings(Call& call, Services& services);
Reply dismiss_finding(Call& call, Services& services);
Reply list_dismissals(Call& call, Services& services);
Reply take_dismissal_back(Call& call, Services& services);

// handlers_check.cc
Reply check_version(Call& call, Services& services);

// handlers_diff.cc
Reply get_diff(Call& call, Services& services);

// handlers_submission.cc: review
Reply submit(Call& call, Services& services);
Reply ask_developer(Call& call, Services& services);
Reply answer_question(Call& call, Services& services);
Reply pass_review(Call& call, Services& services);
Reply refuse_review(Call& call, Services& services);
Reply withdraw(Call& call, Services& services);
Reply appeal(Call& call, Services& services);
Reply decide_appeal(Call& call, Services& services);
Reply revoke_pass(Call& call, Services& services);
Reply stop_case(Call& call, Services& services);
Reply choose_release(Call& call, Services& services);

// handlers_form.cc: what a submission's form brings: pictures, and how a reviewer signs in
Reply upload_form_picture(Call& call, Services& services);
Reply list_form_pictures(Call& call, Services& services);
Reply download_form_picture(Call& call, Services& services);
Reply erase_form_picture(Call& call, Services& services);
Reply get_test_account(Call& call, Services& services);
Reply erase_test_account(Call& call, Services& services);

// handlers_job.cc: many commands at once
Reply create_job(Call& call, Services& services);
Reply list_jobs(Call& call, Services& services);
Reply get_job(Call& call, Services& services);
Reply list_job_items(Call& call, Services& services);
Reply cancel_job(Call& call, Services& services);

// handlers_bundle.cc: what goes to an office and comes back as signed files
Reply get_filing_bundle(Call& call, Services& services);
Reply hand_over_bundle(Call& call, Services& services);
Reply import_answers(Call& call, Services& services);

// handlers_office_key.cc: the keys that offices sign with
Reply list_office_keys(Call& call, Services& services);
Reply add_office_key(Call& call, Services& services);
Reply confirm_office_key(Call& call, Services& services);
Reply revoke_office_key(Call& call, Services& services);

// handlers_scan.cc: answers on paper
Reply upload_scan(Call& call, Services& services);
Reply list_scans(Call& call, Services& services);
Reply erase_scan(Call& call, Services& services);
Reply download_scan(Call& call, Services& services);

// handlers_ruling.cc: answers and orders of all mini-programs
Reply list_answers(Call& call, Services& services);
Reply list_orders(Call& call, Services& services);

// handlers_filing.cc: the office
Reply record_hand_over(Call& call, Services& services);
Reply answer_filing(Call& call, Services& services);
Reply sign_answer(Call& call, Services& services);
Reply amend_answer(Call& call, Services& services);
Reply revoke_answer(Call& call, Services& services);
Reply request_material(Call& call, Services& services);
Reply reply_to_request(Call& call, Services& services);
Reply order_take_down(Call& call, Services& services);
Reply sign_order(Call& call, Services& services);
Reply revoke_order(Call& call, Services& services);
Reply comply_with_order(Call& call, Services& services);

// handlers_release.cc
Reply release(Call& call, Services& services);
Reply set_share(Call& call, Services& services);
Reply roll_back(Call& call, Services& services);
Reply suspend(Call& call, Services& services);
Reply resume(Call& call, Services& services);

// handlers_case.cc: the whole case, one submission, its report, the events
Reply get_case(Call& call, Services& services);
Reply get_submission(Call& call, Services& services);
Reply get_report(Call& call, Services& services);
Reply list_events(Call& call, Services& services);

// handlers_list.cc: queues and the inbox
Reply list_apps(Call& call, Services& services);
Reply list_submissions(Call& call, Services& services);
Reply list_filings(Call& call, Services& services);
Reply count_submissions(Call& call, Services& services);
Reply count_filings(Call& call, Services& services);
Reply list_inbox(Call& call, Services& services);
Reply mark_notice_read(Call& call, Services& services);

// handlers_feed.cc: the log as a feed
Reply get_feed(Call& call, Services& services);
Reply get_stream(Call& call, Services& services);

// handlers_inbox.cc: the inbox as a whole
Reply read_all_notices(Call& call, Services& services);
Reply count_unread(Call& call, Services& services);

// handlers_log.cc: what a third party can verify
Reply get_checkpoint(Call& call, Services& services);
Reply get_consistency_proof(Call& call, Services& services);
Reply get_inclusion_proof(Call& call, Services& services);
Reply list_log_entries(Call& call, Services& services);

// handlers_webhook.cc: who is told of the log's events, and how that went
Reply list_webhooks(Call& call, Services& services);
Reply add_webhook(Call& call, Services& services);
Reply get_webhook(Call& call, Services& services);
Reply remove_webhook(Call& call, Services& services);
Reply list_webhook_attempts(Call& call, Services& services);
Reply pause_webhook(Call& call, Services& services);
Reply resume_webhook(Call& call, Services& services);
Reply rotate_webhook(Call& call, Services& services);
Reply test_webhook(Call& call, Services& services);
Reply resend_event(Call& call, Services& services);
// handlers_resend.cc
Reply resend_events(Call& call, Services& services);

// handlers_calendar.cc: deadlines for calendar programs
Reply list_calendars(Call& call, Services& services);
Reply add_calendar(Call& call, Services& services);
Reply remove_calendar(Call& call, Services& services);
Reply get_calendar(Call& call, Services& services);

// handlers_receipt.cc: what can be proved without the server
Reply list_keys(Call& call, Services& services);
Reply get_filing_receipt(Call& call, Services& services);
Reply get_silence_certificate(Call& call, Services& services);

// handlers_catalogue.cc
Reply list_categories(Call& call, Services& services);
Reply get_category(Call& call, Services& services);
Reply list_regions(Call& call, Services& services);
Reply list_reasons(Call& call, Services& services);

// handlers_application.cc: what a subject holds and asks for
Reply list_subject_categories(Call& call, Services& services);
Reply apply_for_category(Call& call, Services& services);
Reply list_applications(Call& call, Services& services);
Reply get_application(Call& call, Services& services);
Reply withdraw_application(Call& call, Services& services);

// handlers_grant.cc: the operator's decisions on it
Reply accept_application(Call& call, Services& services);
Reply refuse_application(Call& call, Services& services);
Reply list_grants(Call& call, Services& services);
Reply renew_grant(Call& call, Services& services);
Reply revoke_grant(Call& call, Services& services);

// handlers_document.cc
Reply upload_document(Call& call, Services& services);
Reply download_document(Call& call, Services& services);
Reply list_document_accesses(Call& call, Services& services);
Reply erase_document(Call& call, Services& services);

// handlers_directory.cc: who exists, and what a second operator confirms
Reply list_orgs(Call& call, Services& services);
Reply put_org(Call& call, Services& services);
Reply list_people(Call& call, Services& services);
Reply invite_person(Call& call, Services& services);
Reply get_person(Call& call, Services& services);
Reply put_person(Call& call, Services& services);
Reply list_subjects(Call& call, Services& services);
Reply put_subject(Call& call, Services& services);
Reply list_proposals(Call& call, Services& services);
Reply confirm_proposal(Call& call, Services& services);
Reply reject_proposal(Call& call, Services& services);

// handlers_personal.cc: what is kept of a person
Reply get_person_data(Call& call, Services& services);
Reply erase_person(Call& call, Services& services);

// handlers_token.cc
Reply list_tokens(Call& call, Services& services);
Reply issue_token(Call& call, Services& services);
Reply revoke_token(Call& call, Services& services);

// handlers_sign_in.cc: sessions, and the invitations that passwords begin with
Reply sign_in(Call& call, Services& services);
Reply sign_out(Call& call, Services& services);
Reply invite_to_sign_in(Call& call, Services& services);
Reply redeem_invitation(Call& call, Services& services);

// handlers_oidc.cc: signing in with a provider of identities
Reply begin_oidc_sign_in(Call& call, Services& services);
Reply prepare_oidc_sign_in(Call& call, Services& services);
Reply finish_oidc_sign_in(Call& call, Services& services);

// handlers_identity.cc: who is who there
Reply list_identities(Call& call, Services& services);
Reply list_all_identities(Call& call, Services& services);
Reply bind_identity(Call& call, Services& services);
Reply confirm_identity(Call& call, Services& services);
Reply remove_identity(Call& call, Services& services);

// handlers_credential.cc: one's own password and second factor
Reply get_sign_in(Call& call, Services& services);
Reply change_password(Call& call, Services& services);
Reply begin_second_factor(Call& call, Services& services);
Reply confirm_second_factor(Call& call, Services& services);
Reply remove_second_factor(Call& call, Services& services);

// handlers_lease.cc: who looks at a case just now
Reply take_lease(Call& call, Services& services);
Reply give_up_lease(Call& call, Services& services);

// handlers_access.cc: who read a case
Reply list_case_accesses(Call& call, Services& services);

// handlers_record.cc: who read what, what was refused, who decided on categories, over all
// mini-programs
Reply list_attempts(Call& call, Services& services);
Reply list_readings(Call& call, Services& services);
Reply list_category_steps(Call& call, Services& services);
Reply list_directory_steps(Call& call, Services& services);

// handlers_hold.cc: what must not be erased
Reply list_holds(Call& call, Services& services);
Reply propose_hold(Call& call, Services& services);
Reply confirm_hold(Call& call, Services& services);
Reply reject_hold(Call& call, Services& services);
Reply lift_hold(Call& call, Services& services);

// handlers_retention.cc: how long what is kept
Reply get_retention(Call& call, Services& services);
Reply sweep_retention(Call& call, Services& services);
Reply erase_subject_documents(Call& call, Services& services);

// handlers_statistics.cc
Reply get_waiting(Call& call, Services& services);
Reply get_statistics(Call& call, Services& services);

// handlers_edition.cc: versions of catalogue and policy, and the second operator's word
Reply list_catalogue_versions(Call& call, Services& services);
Reply get_catalogue_version(Call& call, Services& services);
Reply get_catalogue_diff(Call& call, Services& services);
Reply confirm_catalogue(Call& call, Services& services);
Reply withdraw_catalogue(Call& call, Services& services);
Reply get_policy(Call& call, Services& services);
Reply list_policy_versions(Call& call, Services& services);
Reply get_policy_version(Call& call, Services& services);
Reply confirm_policy(Call& call, Services& services);
Reply withdraw_policy(Call& call, Services& services);

// handlers_edition_draft.cc: proposing them, and what they would touch
Reply propose_catalogue(Call& call, Services& services);
Reply try_catalogue(Call& call, Services& services);
Reply get_catalogue_what_if(Call& call, Services& services);
Reply propose_policy(Call& call, Services& services);
Reply try_policy(Call& call, Services& services);
Reply get_policy_what_if(Call& call, Services& services);

// handlers_rules.cc: versions of the packs of rules, and rehearsals of them
Reply list_rule_versions(Call& call, Services& services);
Reply get_rule_version(Call& call, Services& services);
Reply propose_rules(Call& call, Services& services);
Reply confirm_rules(Call& call, Services& services);
Reply withdraw_rules(Call& call, Services& services);
Reply list_rehearsals(Call& call, Services& services);
Reply begin_rehearsal(Call& call, Services& services);
Reply get_rehearsal(Call& call, Services& services);
Reply stop_rehearsal(Call& call, Services& services);

// delivery.cc
Reply get_manifest(Call& call, Services& services);
Reply get_package(Call& call, Services& services);
Reply acknowledge(Call& call, Services& services);

// handlers_host.cc: who serves what is released, and since when no more
Reply list_hosts(Call& call, Services& services);
Reply add_host(Call& call, Services& services);
Reply revoke_host(Call& call, Services& services);
Reply get_darkness(Call& call, Services& services);

}  // namespace baobei::http
