package io.swen.platform.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What sessions are called. */
class LongSessionIdsTests {

    @Test
    void areMoreThan128RandomBitsInTheCharactersOfTheColumn() {
        LongSessionIds ids = new LongSessionIds();
        Set<String> seen = new HashSet<>();
        BitSet set = new BitSet();
        BitSet clear = new BitSet();
        for (int i = 0; i < 200; i++) {
            String id = ids.generate();
            assertThat(id).hasSize(36);
            BitSet bits = BitSet.valueOf(Base64.getUrlDecoder().decode(id));
            set.or(bits);
            bits.flip(0, 216);
            clear.or(bits);
            seen.add(id);
        }

        assertThat(seen).hasSize(200);
        assertThat(set.cardinality()).as("each bit is set in some").isEqualTo(216);
        assertThat(clear.cardinality()).as("and clear in others").isEqualTo(216);
    }
}
