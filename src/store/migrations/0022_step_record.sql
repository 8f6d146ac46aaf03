-- 0022: the steps of applications and grants as a list of its own, as attempts and accesses are (0019).

CREATE INDEX desk_step_by_time ON desk_step (at);
CREATE INDEX desk_step_of_actor ON desk_step (actor, at);
CREATE INDEX desk_step_of_subject_by_time ON desk_step (subject, at);
