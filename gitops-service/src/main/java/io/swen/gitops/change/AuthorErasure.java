package io.swen.gitops.change;

import io.swen.platform.SwenProperties;
import io.swen.platform.event.ErasedAuthors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Where changes show the names of their author and their approvers. Commits keep what they were made with: a history that could be
 * rewritten would prove nothing.
 */
@Configuration(proxyBeanMethods = false)
class AuthorErasure {

    @Bean
    ErasedAuthors erasedAuthors(SwenProperties swen, JdbcTemplate jdbc) {
        return new ErasedAuthors(
                swen.service(),
                actor -> jdbc.update(
                                "update change set author_name = ? where author_id = ?", ErasedAuthors.ERASED, actor)
                        + jdbc.update(
                                "update change_verdict set name = ? where actor_id = ?", ErasedAuthors.ERASED, actor)
                        + jdbc.update(
                                "update environment_mode set actor_name = ? where actor_id = ?",
                                ErasedAuthors.ERASED,
                                actor)
                        + jdbc.update(
                                "update kill_switch set engaged_name = ? where engaged_by = ?",
                                ErasedAuthors.ERASED,
                                actor)
                        + jdbc.update(
                                "update kill_switch set released_name = ? where released_by = ?",
                                ErasedAuthors.ERASED,
                                actor)
                        + jdbc.update(
                                "update change_verdict set on_behalf_name = ? where on_behalf_of = ?",
                                ErasedAuthors.ERASED,
                                actor)
                        + jdbc.update(
                                "update break_glass set actor_name = ? where actor_id = ?", ErasedAuthors.ERASED, actor)
                        + jdbc.update(
                                "update break_glass set reviewed_name = ? where reviewed_by = ?",
                                ErasedAuthors.ERASED,
                                actor)
                        + jdbc.update(
                                "update envelope set granted_name = ? where granted_by = ?",
                                ErasedAuthors.ERASED,
                                actor)
                        + jdbc.update(
                                "update envelope set revoked_name = ? where revoked_by = ?",
                                ErasedAuthors.ERASED,
                                actor)
                        + jdbc.update(
                                "update delegation set from_name = ? where from_id = ?", ErasedAuthors.ERASED, actor)
                        + jdbc.update("update delegation set to_name = ? where to_id = ?", ErasedAuthors.ERASED, actor)
                        + jdbc.update(
                                "update delegation set revoked_name = ? where revoked_by = ?",
                                ErasedAuthors.ERASED,
                                actor)
                        + jdbc.update(
                                "update freeze_window set created_name = ? where created_by = ?",
                                ErasedAuthors.ERASED,
                                actor));
    }
}
