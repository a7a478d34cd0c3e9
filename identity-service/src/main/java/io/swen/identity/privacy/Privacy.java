package io.swen.identity.privacy;

import io.swen.identity.user.PersonalData;
import io.swen.identity.user.User;
import io.swen.identity.user.UserAdministration;
import io.swen.identity.user.Users;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Gathers and removes what all parts of this service store of a person. */
@Service
class Privacy {

    private final Users users;
    private final UserAdministration administration;
    private final List<PersonalData> parts;
    private final AuditLog audit;
    private final InstantSource wall = InstantSource.system();

    Privacy(Users users, UserAdministration administration, List<PersonalData> parts, AuditLog audit) {
        this.users = users;
        this.administration = administration;
        this.parts = List.copyOf(parts);
        this.audit = audit;
    }

    @Transactional
    public PersonalExport export(UUID actorId) {
        User user = users.find(actorId)
                .filter(known -> !administration.isErased(actorId))
                .orElseThrow(() -> ProblemException.notFound("user", actorId));
        Map<String, Object> sections = new TreeMap<>();
        parts.forEach(part -> sections.put(part.section(), part.export(user)));
        audit.record("user.export", "user", actorId.toString(), null, Map.of("sections", sections.keySet()));
        return new PersonalExport(wall.instant(), user, sections);
    }

    /** Removes the person: logs out everywhere, then removes the name and every part's data; what was done stays on record. */
    @Transactional
    public void erase(UUID actorId, UUID by) {
        if (actorId.equals(by)) {
            throw ProblemException.of(ErrorCode.CONFLICT, "another admin has to erase you");
        }
        administration.erase(actorId);
        parts.forEach(part -> part.erase(actorId));
    }
}
