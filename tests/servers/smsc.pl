# A message centre that takes one login, refuses what goes to 99..., and prints what it gets.
use strict;
use warnings;
use Net::SMPP;

my ($port, $user, $password) = @ARGV;
$| = 1;
$SIG{CHLD} = 'IGNORE';
my $server = Net::SMPP->new_listen('127.0.0.1', port => $port, async => 1) or die "cannot listen: $!";
while (my $client = $server->accept) {
    next if fork;
    while (my $packet = $client->read_pdu) {
        my @seq = (seq => $packet->{seq});
        if ($packet->{cmd} == 0x02) {
            my $good = $packet->{system_id} eq $user && $packet->{password} eq $password;
            $client->bind_transmitter_resp(system_id => 'centre', status => $good ? 0 : 14, @seq);
            $client->enquire_link(async => 1);
        } elsif ($packet->{cmd} == 0x04) {
            my $refused = $packet->{destination_addr} =~ /^99/;
            printf "%s %s>%s %d %d %s\n", $refused ? 'refused' : 'taken', $packet->{source_addr},
                $packet->{destination_addr}, $packet->{esm_class}, $packet->{data_coding},
                unpack 'H*', $packet->{short_message};
            $client->submit_sm_resp(message_id => 'x', status => $refused ? 11 : 0, @seq);
        } elsif ($packet->{cmd} == 0x06) {
            $client->unbind_resp(@seq);
            last;
        }
    }
    exit;
}
