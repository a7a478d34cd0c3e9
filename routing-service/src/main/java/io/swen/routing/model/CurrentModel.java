package io.swen.routing.model;

import io.swen.routing.placement.ModelUse;
import io.swen.routing.placement.OutcomePredictor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The champion, held in memory and swapped in one reference; each instance follows what is stored. */
@Component
class CurrentModel implements OutcomePredictor.Source {

    private static final Logger LOG = LoggerFactory.getLogger(CurrentModel.class);

    private final ModelStore store;
    private final ModelProperties properties;
    private volatile @Nullable LearnedModel held;
    private volatile ModelUse none = ModelUse.none();

    CurrentModel(ModelStore store, ModelProperties properties) {
        this.store = store;
        this.properties = properties;
        if (!properties.enabled()) {
            none = new ModelUse(false, "models are switched off by swen.routing.model.enabled");
        }
    }

    @Override
    public @Nullable OutcomePredictor newest() {
        return held;
    }

    @Override
    public ModelUse none() {
        return none;
    }

    @Override
    public OutcomePredictor read(byte[] bytes) {
        return LearnedModel.read(bytes);
    }

    /** Takes over what is stored as the champion. */
    void follow() {
        if (!properties.enabled()) {
            return;
        }
        String champion = store.championId().orElse(null);
        LearnedModel now = held;
        if (champion == null) {
            held = null;
            none = new ModelUse(false, why());
        } else if (now == null || !now.id().equals(champion)) {
            try {
                held = store.file(champion).orElse(null);
                if (held == null) {
                    unreadable(champion, "its file is not stored any more");
                } else {
                    LOG.info("decisions ask the model {}", champion);
                }
            } catch (IllegalArgumentException e) {
                held = null;
                unreadable(champion, String.valueOf(e.getMessage()));
            }
        }
    }

    private void unreadable(String champion, String why) {
        none = new ModelUse(false, "the model " + champion + " cannot be read: " + why);
        LOG.warn("{}", none.reason());
    }

    private String why() {
        return store.log(null).stream()
                .filter(entry ->
                        !entry.kind().equals("requested") && !entry.kind().equals("trained"))
                .findFirst()
                .map(entry -> "no model is in use: " + entry.kind() + ", " + entry.detail())
                .orElse("no model yet: at least " + properties.fewest() + " outcomes are needed to learn from");
    }
}
