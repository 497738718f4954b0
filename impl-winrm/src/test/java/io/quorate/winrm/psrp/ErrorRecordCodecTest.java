package io.quorate.winrm.psrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ErrorRecordCodecTest {

    @Test
    void decode_whenTheChainIsACycle_ends() {
        PsObject inner = PsObject.of("A").withAdapted("Message", PsValue.string("a"));
        inner.withAdapted("InnerException", inner);

        assertThat(ErrorRecordCodec.decode(new PsObject().with("Exception", inner))
                        .exceptions())
                .hasSize(1);
    }

    @Test
    void decode_whenTheChainIsLong_isBounded() {
        PsObject chain = PsObject.of("A");
        for (int i = 0; i < 1000; i++) {
            chain = PsObject.of("A").withAdapted("InnerException", chain);
        }

        assertThat(ErrorRecordCodec.decode(new PsObject().with("Exception", chain))
                        .exceptions())
                .hasSize(ErrorRecordCodec.MAX_CHAIN);
    }

    @Test
    void decode_whenCodesAreExtendedUnsignedOrNested_findsThem() {
        PsObject inner = PsObject.of("Deserialized.System.ComponentModel.Win32Exception", "System.Exception")
                .with("HResult", PsValue.int64(0x80070005L))
                .with("NativeErrorCode", PsValue.int32(5));
        PsObject record = new PsObject()
                .text("said")
                .with("Exception", PsObject.of("Outer").withAdapted("InnerException", inner));

        PsErrorRecord error = ErrorRecordCodec.decode(record);

        assertThat(error.exceptions())
                .containsExactly(
                        new PsErrorRecord.NetException("Outer", "", null, null),
                        new PsErrorRecord.NetException("System.ComponentModel.Win32Exception", "", 0x80070005, 5));
    }

    @Test
    void decode_whenMembersAreMissing_leavesThemEmpty() {
        PsErrorRecord error = ErrorRecordCodec.decode(new PsObject().text("said"));

        assertThat(error.fullyQualifiedErrorId()).isEmpty();
        assertThat(error.message()).isEqualTo("said");
        assertThat(error.exceptions()).isEmpty();
        assertThatThrownBy(() -> ErrorRecordCodec.decode(PsNil.NIL)).isInstanceOf(PsrpProtocolException.class);
    }

    @Test
    void category_goesByNameAndNumber() {
        assertThat(ErrorRecordCodec.categoryName(13)).isEqualTo("ObjectNotFound");
        assertThat(ErrorRecordCodec.category("PermissionDenied")).isEqualTo(18);
        assertThat(ErrorRecordCodec.categoryName(99)).isEqualTo("99");
        assertThatThrownBy(() -> ErrorRecordCodec.category("Nothing")).isInstanceOf(IllegalArgumentException.class);
    }
}
