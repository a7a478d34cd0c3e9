package io.swen.routing.workload;

import io.swen.platform.SwenProperties;
import io.swen.platform.event.ErasedAuthors;
import java.util.List;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Where workloads show the name of their author, and of whoever edited or cancelled them. */
@Configuration(proxyBeanMethods = false)
class AuthorErasure {

    @Bean
    ErasedAuthors erasedAuthors(SwenProperties swen, JdbcTemplate jdbc) {
        return new ErasedAuthors(swen.service(), actor -> erase(jdbc, actor));
    }

    private static int erase(JdbcTemplate jdbc, UUID actor) {
        // Locked in the order of ids, as by everybody who locks several and waits for them.
        jdbc.query(
                "select id from workload where author_id = ? order by id for update",
                (row, index) -> row.getString(1),
                actor);
        List<String> names = jdbc.query(
                "select distinct author_name from workload where author_id = ? and author_name <> ?",
                (row, index) -> row.getString(1),
                actor,
                ErasedAuthors.ERASED);
        int places = 0;
        for (String name : names) {
            // Who edits and cancels stands in the reasons as well.
            for (String reason : List.of("edited by ", "cancelled by ")) {
                for (String table : List.of("workload_transition", "workload")) {
                    places += jdbc.update(
                            "update " + table + " set reason = ? where reason = ?",
                            reason + ErasedAuthors.ERASED,
                            reason + name);
                }
            }
        }
        return places
                + jdbc.update("update workload set author_name = ? where author_id = ?", ErasedAuthors.ERASED, actor);
    }
}
