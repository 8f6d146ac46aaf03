// What was changed in the directory and among the hosts.
const changes = {
  changes: {
    tab: 'Directory',
    about: 'Who recorded or changed organisations, subjects and people, made owners, added or revoked hosts, and when. Of names and credit codes it is kept that they changed, not what they were.',
    what: 'Done',
    of: 'Id of what changed',
    anything: 'Everything',
    changed: 'Changed',
    none: 'Nothing was changed.',
    was: '{before} → {after}',
    nothing: 'nothing',
    kind: {org_recorded: 'Organisation recorded', org_changed: 'Organisation changed', subject_recorded: 'Subject recorded', subject_changed: 'Subject changed', person_recorded: 'Person recorded', person_changed: 'Person changed', owner_made: 'Made an owner', owner_ended: 'No owner any more', host_added: 'Host added', host_revoked: 'Host revoked'},
    field: {kind: 'Kind', region: 'Region', org: 'Organisation', name: 'Name', credit_code: 'Credit code', roles: 'Roles', active: 'Active', unit: 'Unit'},
    active: {true: 'yes', false: 'no'},
  },
}

export default changes
