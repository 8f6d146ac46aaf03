// 目录与宿主的变更记录。
const changes = {
  changes: {
    tab: '目录变更',
    about: '谁在何时登记或变更了组织、主体、人员，设立组织负责人，登记或吊销承载方。名称与统一社会信用代码只记改过，不记内容。',
    what: '操作',
    of: '对象 id',
    anything: '全部对象',
    changed: '变更',
    none: '没有变更记录。',
    was: '{before} → {after}',
    nothing: '空',
    kind: {org_recorded: '登记组织', org_changed: '变更组织', subject_recorded: '登记主体', subject_changed: '变更主体登记', person_recorded: '登记人员', person_changed: '变更人员', owner_made: '设为组织负责人', owner_ended: '不再是组织负责人', host_added: '登记承载方', host_revoked: '吊销承载方'},
    field: {kind: '类型', region: '属地', org: '组织', name: '名称', credit_code: '统一社会信用代码', roles: '角色', active: '启用', unit: '部门'},
    active: {true: '是', false: '否'},
  },
}

export default changes
