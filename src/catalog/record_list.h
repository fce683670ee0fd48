// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstddef>
#include <iterator>
#include <memory>
#include <vector>

namespace hanse::catalog {

// Records that the store and snapshots of the catalog share: a copy costs nothing, and a record
// that did not change is the same object in the next list. Immutable; iterates over `const T&`.
template <typename T>
class RecordList {
 public:
  using Items = std::vector<std::shared_ptr<const T>>;  // none is null

  class iterator {
   public:
    using iterator_category = std::random_access_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using reference = const T&;
    using pointer = const T*;
    iterator() = default;
    explicit iterator(const std::shared_ptr<const T>* at) : at_(at) {}
    reference operator*() const { return **at_; }
    pointer operator->() const { return at_->get(); }
    reference operator[](difference_type by) const { return *at_[by]; }
    iterator& operator++() { return ++at_, *this; }
    iterator& operator--() { return --at_, *this; }
    iterator operator++(int) { return iterator(at_++); }
    iterator operator--(int) { return iterator(at_--); }
    iterator& operator+=(difference_type by) { return at_ += by, *this; }
    iterator& operator-=(difference_type by) { return at_ -= by, *this; }
    friend iterator operator+(iterator at, difference_type by) { return at += by; }
    friend iterator operator+(difference_type by, iterator at) { return at += by; }
    friend iterator operator-(iterator at, difference_type by) { return at -= by; }
    friend difference_type operator-(iterator a, iterator b) { return a.at_ - b.at_; }
    auto operator<=>(const iterator&) const = default;

   private:
    const std::shared_ptr<const T>* at_ = nullptr;
  };

  RecordList() : items_(std::make_shared<const Items>()) {}
  explicit RecordList(Items items) : items_(std::make_shared<const Items>(std::move(items))) {}
  RecordList(std::vector<T> records) {  // NOLINT: a list is as good as its vector
    Items items;
    for (T& record : records) items.push_back(std::make_shared<const T>(std::move(record)));
    items_ = std::make_shared<const Items>(std::move(items));
  }

  iterator begin() const { return iterator(items_->data()); }
  iterator end() const { return iterator(items_->data() + items_->size()); }
  size_t size() const { return items_->size(); }
  bool empty() const { return items_->empty(); }
  const T& operator[](size_t index) const { return *(*items_)[index]; }
  const T& at(size_t index) const { return *items_->at(index); }
  // Whether both are copies of one list.
  bool is_same(const RecordList& other) const { return items_ == other.items_; }

 private:
  std::shared_ptr<const Items> items_;  // never null
};

}  // namespace hanse::catalog
