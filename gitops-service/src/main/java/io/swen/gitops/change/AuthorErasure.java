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
                                "update change_verdict set name = ? where actor_id = ?", ErasedAuthors.ERASED, actor));
    }
}
