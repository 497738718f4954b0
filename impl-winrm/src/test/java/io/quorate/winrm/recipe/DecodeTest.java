package io.quorate.winrm.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.winrm.psrp.PsNil;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import java.math.BigInteger;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DecodeTest {
    private static final Words STATE = Words.of(0, "Up").and(1, "Down").and(-1, "Unknown");

    @Test
    void word_takesNumberOrNameOrBoth() {
        assertThat(word(PsValue.int32(1))).isEqualTo("Down");
        assertThat(word(PsValue.string("Down"))).isEqualTo("Down");
        assertThat(word(PsValue.string("1"))).isEqualTo("Down");
        assertThat(word(Replies.word("X", "Hinunter", 1))).isEqualTo("Down");
        assertThat(word(Replies.uint32(0))).isEqualTo("Up");
        assertThat(word(PsValue.int32(-1))).isEqualTo("Unknown");
    }

    @Test
    void word_whenUnknown_survives() {
        assertThat(word(Replies.word("X", "Hibernating", 77))).isEqualTo("Hibernating");
        assertThat(word(PsValue.int32(77))).isEqualTo("77");
        assertThat(word(PsValue.string("Hibernating"))).isEqualTo("Hibernating");
    }

    @Test
    void flags_takeNumbersAndWords() {
        Words flags = Words.of(0, "Normal").and(1, "Isolated").and(2, "Quarantined");
        assertThat(one(PsValue.int32(3)).flags("P", flags)).isEqualTo(3);
        assertThat(one(PsValue.string("Isolated, Quarantined")).flags("P", flags))
                .isEqualTo(3);
        assertThatThrownBy(() -> one(PsValue.string("Isolated, Odd")).flags("P", flags))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("thing.P: known flags was expected");
    }

    @Test
    void property_whenMissingNullOrOfTheWrongKind_isABadReplyThatNamesIt() {
        bad(() -> one(PsValue.string("x")).text("Absent"), "thing came without the property Absent");
        bad(() -> one(PsNil.NIL).text("P"), "thing.P is null");
        bad(() -> one(PsValue.string("x")).int64("P"), "thing.P: a whole number was expected, System.String came");
        bad(() -> one(PsValue.string("x")).guid("P"), "thing.P: a GUID was expected");
        bad(() -> one(PsValue.int64(1L << 40)).int32("P"), "thing.P is out of range");
        bad(() -> one(PsValue.int64(-1)).size("P"), "thing.P is negative");
        bad(
                () -> one(new PsPrimitive(
                                PsType.UINT64, BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE)))
                        .int64("P"),
                "a whole number");
        bad(() -> Decode.of(PsValue.string("secret"), "thing"), "thing: an object was expected, System.String came");
    }

    @Test
    void badReply_neverHoldsTheValue() {
        assertThatThrownBy(() -> one(PsValue.string("s3cret")).int64("P")).hasMessageNotContaining("s3cret");
    }

    @Test
    void property_ignoresCaseAndReadsAdaptedOnes() {
        PsObject object = PsObject.of("Deserialized.X").withAdapted("OwnerNode", Replies.named("ClusterNode", "HV1"));
        assertThat(Decode.of(object, "thing").nameOf("ownernode")).isEqualTo("HV1");
    }

    @Test
    void nameOf_whenCutAtTheDepthLimit_takesTheText() {
        assertThat(one(PsValue.string("HV1")).nameOf("P")).isEqualTo("HV1");
        assertThat(one(PsObject.of("Deserialized.ClusterNode").text("HV1")).nameOf("P"))
                .isEqualTo("HV1");
    }

    @Test
    void guid_takesTypedAndTextInBraces() {
        UUID id = UUID.fromString("6f1a2c3d-0000-4000-8000-000000000001");
        assertThat(one(new PsPrimitive(PsType.GUID, id)).guid("P")).isEqualTo(id);
        assertThat(one(PsValue.string("{" + id + "}")).guid("P")).isEqualTo(id);
    }

    @Test
    void all_whenAnObjectBelongsToNoStatement_isABadReplyInsteadOfAGap() {
        List<PsValue> output =
                List.of(Replies.node("HV1", 0, 0), PsObject.of("Odd").with("Q", PsNil.NIL));
        bad(() -> Decode.all(output, "NodeWeight", List.of("SameSubnetDelay"), v -> v), "no statement asked for");
    }

    private static void bad(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String text) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.kind()).isEqualTo(ErrorKind.BAD_REPLY);
            assertThat(fault).hasMessageContaining(text);
        });
    }

    private static String word(PsValue value) {
        return one(value).word("P", STATE);
    }

    private static Decode one(PsValue value) {
        return Decode.of(PsObject.of("X").with("P", value), "thing");
    }
}
