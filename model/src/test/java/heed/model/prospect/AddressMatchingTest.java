package heed.model.prospect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressMatchingTest {
    @ParameterizedTest
    @CsvSource({
        "ann.b+news@gmail.com, annb@gmail.com",
        "a.n.n.b@googlemail.com, annb@gmail.com",
        "ann+a+b@outlook.com, ann@outlook.com",
        "ann.b+x@icloud.com, ann.b@icloud.com",
        "ann+@proton.me, ann@proton.me"
    })
    void addresses_that_a_provider_delivers_to_one_mailbox_are_one_mailbox(String written, String mailbox) {
        EmailAddress address = new EmailAddress(written);
        assertThat(AddressMatching.AS_DELIVERED.mailboxOf(address)).isEqualTo(new EmailAddress(mailbox));
        assertThat(AddressMatching.AS_DELIVERED.mailboxOf(new EmailAddress(mailbox)))
                .isEqualTo(new EmailAddress(mailbox));
        assertThat(AddressMatching.AS_WRITTEN.mailboxOf(address)).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann.b+x@example.com", "ann.b@outlook.com", "ann@mail.gmail.com", "+tag@gmail.com"})
    void addresses_that_may_belong_to_different_people_are_different_mailboxes(String written) {
        EmailAddress address = new EmailAddress(written);
        assertThat(AddressMatching.AS_DELIVERED.mailboxOf(address)).isEqualTo(address);
    }
}
