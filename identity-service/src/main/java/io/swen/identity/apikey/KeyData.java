package io.swen.identity.apikey;

import io.swen.identity.user.PersonalData;
import io.swen.identity.user.User;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The keys of a person as part of what is stored of them. */
@Component
class KeyData implements PersonalData {

    private final KeyStore store;
    private final ApiKeys keys;

    KeyData(KeyStore store, ApiKeys keys) {
        this.store = store;
        this.keys = keys;
    }

    @Override
    public String section() {
        return "api_keys";
    }

    @Override
    public Object export(User user) {
        return keys.allOf(user.actorId());
    }

    @Override
    public void erase(UUID actorId) {
        store.removeAll(actorId);
    }
}
