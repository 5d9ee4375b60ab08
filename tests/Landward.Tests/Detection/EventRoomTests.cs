using Landward.Detection;

namespace Landward.Tests.Detection;

public sealed class EventRoomTests
{
    [Fact]
    public void Holders_share_the_room_whatever_they_take_at_a_time()
    {
        const int Rows = 100_000;
        var room = new EventRoom(Rows);
        var random = new Random(LongSuite.Seed);
        var shares = Enumerable.Range(0, 7).Select(_ => new RoomShare(room)).ToArray();
        while (!Array.TrueForAll(shares, share => share.Overflowed))
        {
            ref var share = ref shares[random.Next(shares.Length)];
            if (share.TryUse(random.Next(1, 9)))
                share.Use(random.Next(3));
        }
        // The last of each may take a little more than there is, and one may find none where another has a portion left.
        shares.Sum(share => share.Used).ShouldBeInRange(Rows - (7 * 100), Rows + (7 * 100));
    }

    [Fact]
    public void Room_that_is_given_back_can_be_taken_again()
    {
        var room = new EventRoom(10);
        var first = new RoomShare(room);
        first.TryUse(10).ShouldBeTrue();
        var second = new RoomShare(room);
        second.TryUse(1).ShouldBeFalse();
        first.Clear();
        second.TryUse(1).ShouldBeTrue();
    }
}
